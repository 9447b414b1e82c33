"""The index of an evaluation as a page shows it: lines of the ranking, who is ahead of whom, the working of one score."""

from dataclasses import dataclass

from kechuang.domain.evaluations.ahead import order_of
from kechuang.domain.reports.report import RankChart, Ranked, Sentence


@dataclass(frozen=True)
class Line:
    """One county: score, rank, interval of its rank, and its parts' scores."""

    code: str
    name: str
    score: float
    rank: object
    low: object
    high: object
    parts: list


@dataclass(frozen=True)
class Pair:
    """How sure it is that the county of the row is ahead of that of the column."""

    share: float
    order: str

    @property
    def percent(self):
        """The share in percent, downwards, so that nothing is rounded up to what may be said."""
        return int(self.share * 100)


def lines_of(index):
    """The ranking in its last period, the best first; and those without a score."""
    root = _root(index)
    period = index["period"]
    scores = [one for one in index["scores"] if one["period"] == period]
    parts = _parts(index)
    by_key = {(one["region"], one["key"]): one["value"] for one in scores}
    lines, without = [], []
    for one in scores:
        if one["key"] != root:
            continue
        if one["value"] is None or one["rank"] is None:
            without.append(one["region_name"])
            continue
        of_parts = [by_key.get((one["region"], key)) for key, _ in parts]
        low, high = one["rank_low"] or one["rank"], one["rank_high"] or one["rank"]
        lines.append(Line(one["region"], one["region_name"], one["value"], one["rank"], low, high, of_parts))
    return sorted(lines, key=lambda line: (line.rank, line.code)), without


def part_names(index):
    """The parts right below the whole, as headings."""
    return [name for _, name in _parts(index)]


def matrix_of(index, lines):
    """For every pair of counties, row ahead of column: rows of (line, [Pair or None])."""
    ahead = {(one["region"], one["other"]): one["ahead"] for one in index["pairs"]}
    return [(line, [_pair(ahead, line.code, other.code) for other in lines]) for line in lines]


def chart_of(index, lines):
    """The chart of the ranking; None where nobody has a rank."""
    if not lines:
        return None
    details = {"title": index["recipe"]["title"], "year": index["period"]}
    ranked = tuple(Ranked(one.name, one.score, one.rank, one.low, one.high) for one in lines)
    return RankChart(Sentence("report.chart.ranking", details), ranked)


def groups_of(index):
    """Counties that cannot be told apart, as lists of names, the best first."""
    names = {one["region"]: one["region_name"] for one in index["scores"]}
    return [[names[region] for region in group] for group in index["groups"]]


def _pair(ahead, first, second):
    if first == second:
        return None
    share = ahead.get((first, second))
    if share is None and (second, first) in ahead:
        share = round(1 - ahead[second, first], 12)
    return None if share is None else Pair(share, order_of(share).value)


def _root(index):
    return index["scores"][0]["key"]  # the whole comes first


def _parts(index):
    return [(one["key"], one["name"]) for one in index["weights"] if one["part_of"] == _root(index)]
