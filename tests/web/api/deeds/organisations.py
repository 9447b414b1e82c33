"""Organisations."""

from kechuang.web.organisations import books
from tests.web.api.deeds.deed import Deed, edited


def _prepare(one):
    one.book = edited(books.give_out(), 1, "东县", c1="东区", c4="2026-01-01")


DEEDS = {
    "organisations-take-in": Deed(
        "organisations-workbook",
        "organisation.manage",
        "administrator",
        prepare=_prepare,
        file=lambda one: ("sheet", "organisations.xlsx", one.book),
    ),
}
