"""Reports on published plans."""

import re
from pathlib import Path

import pytest

from kechuang.cli.reading import read_file
from kechuang.cli.report import gather_facts, lay_out
from kechuang.domain.reports.layout import Grid, Lines, text_of

PLANS = ["bazhong_city", "chengkou_county", "dazhou_city", "guangyuan_city"]


@pytest.mark.parametrize("plan", PLANS)
def test_every_number_of_a_report_on_a_real_plan_is_cited(real_plans: Path, plan: str):
    read = read_file(next(real_plans.glob(f"{plan}_plan_*.txt")))
    facts, _ = gather_facts([read], (), language="zh")
    laid_out = lay_out(facts, None, language="zh")
    names = {facts.name_of(one.indicator) for one in facts.followed}
    loose = [
        piece.text
        for item in laid_out.body
        for pieces in ([item.pieces] if isinstance(item, Lines) else rows_of(item))
        for piece in pieces
        if re.search(r"\d", piece.text) and not piece.figure and piece.text not in names
    ]
    assert loose == []
    assert text_of(laid_out.body[0].pieces).startswith("为掌握《")


def rows_of(item):
    return [cell for row in item.rows for cell in row[1:]] if isinstance(item, Grid) else []
