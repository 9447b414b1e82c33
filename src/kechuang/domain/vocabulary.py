"""The words the reading grammar knows (词表): lists from the rulebooks, so that an officer can add one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Named word lists, e.g. ``units.counts`` or ``commitments.verbs``. Compared by identity, so it may key a cache."""

    lists: Mapping[str, tuple[str, ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of one list, in the order of the rulebook; raises KeyError naming the list."""
        return self.lists[name]

    def alternatives(self, *names: str) -> str:
        """A regular-expression alternation of the words of these lists, the longest first, each taken literally."""
        words = {word for name in names for word in self.lists[name]}
        return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
