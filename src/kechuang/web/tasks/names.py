"""Which organisation a printed name means: as a person decided, else by the rules of naming, among those of a day."""

from functools import cached_property

from kechuang.domain.tasks.organisations import match_organisation
from kechuang.readers.organisation_names import read_organisation_names
from kechuang.web.organisations.facts import tree_on
from kechuang.web.tasks.models import KnownName


class Names:
    """The organisations of the tree of ``owner`` on a day, and what was decided before; two queries, when first asked."""

    def __init__(self, owner, day):
        self.owner, self.day, self._matched = owner, day, {}

    def match(self, printed):
        """The id of the organisation, None for none or several."""
        printed = printed.strip()
        if not printed:
            return None
        if printed not in self._matched:
            meant = self._decided.get(printed)
            self._matched[printed] = meant or match_organisation(printed, self.standing, read_organisation_names())
        return self._matched[printed]

    @cached_property
    def standing(self):
        """Organisations on the day, those below the owner: id -> name; the whole tree where the owner stands in none."""
        tree = tree_on(self.day)
        top = tree.above(self.owner.pk)
        within = tree.below(top[-1]) if top else frozenset(tree.names)
        return {one: name for one, name in tree.names.items() if one in within}

    @cached_property
    def _decided(self):
        rows = KnownName.objects.filter(owner=self.owner)
        return dict(rows.values_list("name", "organisation"))
