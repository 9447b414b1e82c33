"""Outlooks and backtests as tables for a person at a terminal."""

from collections.abc import Callable, Iterator, Sequence

from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from kechuang.domain.indicators.backtest import Scores, Tested
from kechuang.domain.indicators.outlook import Model, Outlook, Verdict

Say = Callable[..., str]
_STYLES = {"reached": "bold green", "on_course": "green", "at_risk": "yellow", "off_course": "bold red"}
_COLUMNS = ("indicator", "baseline", "target", "latest", "probability", "interval", "verdict")
_OPTIONAL = ("latest", "probability", "interval")
_LEFT = ("indicator", "verdict")


def outlook_tables(outlooks: Sequence[Outlook], say: Say) -> Iterator[Table | Text]:
    """For every region one table, a row a target, then those that cannot be told, by reason."""
    for region in dict.fromkeys(one.question.region for one in outlooks):
        those = [one for one in outlooks if one.question.region == region]
        told = [one for one in those if one.reason is None]
        if told:
            yield _table(region, told, say)
        for reason in dict.fromkeys(one.reason for one in those if one.reason is not None):
            names = "; ".join(one.question.indicator for one in those if one.reason is reason)
            yield Text(say("outlook.short", reason=say(f"outlook.reason.{reason.value}"), names=names))


def _table(region: str, outlooks: Sequence[Outlook], say: Say) -> Table:
    table = Table(title=Text(region), title_justify="left")
    cells = [_cells(one, say) for one in outlooks]
    columns = [column for column in _COLUMNS if column not in _OPTIONAL or any(row[column].plain for row in cells)]
    for column in columns:
        side: JustifyMethod = "left" if column in _LEFT else "right"
        wide = column == "indicator"
        table.add_column(
            say(f"outlook.column.{column}"),
            justify=side,
            min_width=10 if wide else None,
            no_wrap=column == "verdict",
            overflow="fold",
        )
    for row in cells:
        table.add_row(*(row[column] for column in columns))
    return table


def backtest_table(tested: Sequence[Tested], say: Say) -> Table:
    """One row for each judge and time of judgement."""
    table = Table()
    for column in ("when", "cases", "judge", "brier", "accuracy", "calibration", "coverage"):
        table.add_column(say(f"backtest.column.{column}"), justify="left" if column == "judge" else "right")
    for one in tested:
        when = say("backtest.when", years=one.years_in, period=one.period)
        for judge, scores in (("model", one.model), ("completion", one.completion), ("growth", one.growth)):
            coverage = f"{one.coverage:.0%}" if judge == "model" else ""
            table.add_row(when, str(one.cases), say(f"backtest.judge.{judge}"), *_scores(scores), coverage)
    return table


def _cells(one: Outlook, say: Say) -> dict[str, Text]:
    question, unit = one.question, one.question.target_unit or ""
    factor, target = question.factor, question.target
    sign = ("≥" if not target.low_open else ">") if target.rising else ("<" if target.high_open else "≤")
    each = say("outlook.each-year") if question.growing is not None else ""
    settled = one.basis.model is Model.SETTLED
    word = "missed" if settled and one.verdict is Verdict.OFF_COURSE else one.verdict.value
    verdict = say(f"outlook.verdict.{word}")
    newer = one.latest is not None and (question.base is None or one.latest.year > question.base.year)
    return {
        "indicator": Text(question.indicator),
        "baseline": Text(f"{_short(question.base.value / factor)} ({question.base.year})" if question.base else ""),
        "target": Text(f"{each}{sign}{_short(target.value / question.target_factor)}{unit} ({target.year})"),
        "latest": Text(f"{_short(one.latest.value / factor)} ({one.latest.year})" if one.latest and newer else ""),
        "probability": Text("" if one.probability is None or settled else f"{one.probability:.0%}"),
        "interval": Text(
            "" if one.interval is None or settled else "-".join(f"{end / factor:.3g}" for end in one.interval)
        ),
        "verdict": Text(verdict, style=_STYLES.get(one.verdict.value, "")),
    }


def _scores(scores: Scores) -> tuple[str, str, str]:
    return f"{scores.brier:.3f}", f"{scores.accuracy:.3f}", f"{scores.calibration_error:.3f}"


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
