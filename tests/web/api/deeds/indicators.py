"""Indicators: breaking down, judging, workbooks."""

from kechuang.web.indicators import books
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.sheet import COLUMNS
from kechuang.web.plans.models import Plan
from tests.web.api.deeds.deed import Deed, edited
from tests.web.indicators.conftest import by

BREAK_DOWN = "indicator.break-down"


def edition_of(one):
    """The edition of the indicator the deeds are about."""
    return Indicator.objects.get(pk=one.indicator).edition


def parts(one):
    """A part for the county."""
    return {"edition": edition_of(one), "parts": [{"organisation": one.county.pk, "target": "70", "base": "40"}]}


def _book(name):
    def give_out(one):
        plan = Plan.objects.get(pk=one.plan)
        one.book = books.give_out(plan, name, **by(one.people["planner"]))

    return give_out


def divide_east(book, target="70"):
    """The break-down with a part for the county."""
    given = {"part": "计入汇总", "shape": "匀速", "base": "30", "target": target}
    cells = {f"c{COLUMNS.index(name)}": value for name, value in given.items()}
    return edited(book, 1, "高新技术企业", "东县", **cells)


def _divided(one):
    _book(books.BREAK_DOWN)(one)
    one.book = divide_east(one.book)


def _remembered(one):
    _book(books.HISTORY)(one)
    one.book = edited(one.book, 1, "研发经费", c4="7.5")


def _sheet(one):
    return "sheet", "table.xlsx", one.book


DEEDS = {
    "indicators-divide": Deed("indicators/{one.indicator}/break-down", BREAK_DOWN, given=parts),
    "indicators-assess": Deed("plans/{one.plan}/assess", BREAK_DOWN),
    "indicators-take-in": Deed("plans/{one.plan}/break-down-workbook", BREAK_DOWN, prepare=_divided, file=_sheet),
    "indicators-take-in-history": Deed(
        "plans/{one.plan}/history-workbook", BREAK_DOWN, prepare=_remembered, file=_sheet
    ),
}
