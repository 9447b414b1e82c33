"""How a token limits what its person may do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """These verbs, over this organisation and those below."""

    verbs: frozenset[str]
    organisation: int
