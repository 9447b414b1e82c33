"""The catalogue of indicators (指标目录): which standard indicator a printed name and unit stand for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kechuang.domain.folding import fold
from kechuang.domain.indicators.definition import IndicatorDefinition, Relation, keys_of
from kechuang.domain.indicators.wording import WordingRules


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every definition, and the identities between them. Compared by identity, so it may key a cache."""

    definitions: tuple[IndicatorDefinition, ...]
    relations: tuple[Relation, ...] = ()
    rules: WordingRules = field(default_factory=WordingRules)

    def __getitem__(self, key: str) -> IndicatorDefinition:
        """The definition of that key; raises KeyError naming it."""
        return self._by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def match(self, wording: str, unit: str | None = None) -> IndicatorDefinition | None:
        """The indicator a printed name means, None where the catalogue does not know it or it could be several.

        The whole name must agree after normalising; nothing is matched by a part. A unit that is not one of the
        indicator's own rules it out (高新技术产业营业收入 in % is no revenue); an empty unit is unknown and rules out nothing.
        """
        for form in self.rules.forms(wording):
            fitting = [one for one in self._by_form.get(form, ()) if not unit or self._measured_in(one, unit)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def convert(self, value: Decimal, unit: str, definition: IndicatorDefinition) -> Decimal | None:
        """A printed value in the definition's own unit; None where ``unit`` is not one of its units."""
        factor = definition.factor(_plain_unit(unit)) if unit else Decimal(1)
        return None if factor is None else value * factor

    def relations_of(self, key: str) -> tuple[Relation, ...]:
        """The identities that bind an indicator."""
        return tuple(self._relations_by_key.get(key, ()))

    def _measured_in(self, definition: IndicatorDefinition, unit: str) -> bool:
        return definition.factor(_plain_unit(unit)) is not None

    @cached_property
    def _by_key(self) -> Mapping[str, IndicatorDefinition]:
        return {definition.key: definition for definition in self.definitions}

    @cached_property
    def _by_form(self) -> Mapping[str, list[IndicatorDefinition]]:
        found: defaultdict[str, list[IndicatorDefinition]] = defaultdict(list)
        for definition in self.definitions:
            for wording in (definition.name, *definition.wordings):
                form = next(self.rules.forms(wording))
                if definition not in found[form]:
                    found[form].append(definition)
        return found

    @cached_property
    def _relations_by_key(self) -> Mapping[str, list[Relation]]:
        found: defaultdict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            for key in keys_of(relation):
                found[key].append(relation)
        return found


def _plain_unit(unit: str) -> str:
    return "".join(fold(unit).split())
