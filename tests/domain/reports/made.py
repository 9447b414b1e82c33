"""A small plan made up for these tests, its figures lying in a text of their own."""

from dataclasses import replace
from decimal import Decimal

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import (
    Binding,
    Heading,
    Identity,
    Indicator,
    Kind,
    Plan,
    Project,
    RegionName,
    SeriesCell,
    Task,
    YearValue,
)
from kechuang.domain.quantity import Bound
from kechuang.domain.reports.facts import Contradiction, Followed, Observed, ReportFacts
from kechuang.domain.source import Source

TEXT = """云山县“十四五”科技创新规划
高新技术企业\t家\t10\t30
研发投入强度\t%\t0.80\t1.3左右
省级平台\t个\t0\t2
能耗\t吨标准煤\t0.50\t≤0.40
技术合同成交额\t亿元\t〔2〕\t〔5〕
规划宣传\t\t—\t显著提升
1.实施企业培育行动
2.建设创新平台
1\t中试基地\t县国资公司\t2021—2023\t1200
2\t孵化器\t县国资公司\t2022—2024\t800.5
云山县\t0.80
云水县\t0.90
云岭县\t0.60
云海县\t0.70
全市\t0.75
"""
DOCUMENT = Document("plan.txt", "txt", TEXT, "0" * 64)


def source(words: str, *, line: int) -> Source:
    """Where ``words`` stand in one line of the text, 1-based."""
    start = TEXT.index(words, DOCUMENT.line_starts[line - 1])
    return DOCUMENT.source(start, start + len(words))


def year_value(text: str, year: int, *, line: int) -> YearValue:
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    value = Decimal(digits) if digits else None
    return YearValue(year, value, Bound.EQUAL, value, value, "〔" in text, text, source(text, line=line))


def indicator(name: str, unit: str | None, base: str, target: str, *, line: int) -> Indicator:
    return Indicator(
        table="表1",
        row=line - 1,
        name=name,
        unit=unit,
        category=None,
        binding=Binding.ANTICIPATORY,
        flags=(),
        baseline=year_value(base, 2020, line=line),
        target=year_value(target, 2025, line=line),
        change=None,
        source=source(name, line=line),
    )


FIRMS = indicator("高新技术企业", "家", "10", "30", line=2)
INTENSITY = indicator("研发投入强度", "%", "0.80", "1.3左右", line=3)
PLATFORMS = indicator("省级平台", "个", "0", "2", line=4)
ENERGY = indicator("能耗", "吨标准煤", "0.50", "≤0.40", line=5)
CONTRACTS = indicator("技术合同成交额", "亿元", "〔2〕", "〔5〕", line=6)
WORDS = indicator("规划宣传", None, "—", "显著提升", line=7)

PLAN = Plan(
    identity=Identity(
        "云山县“十四五”科技创新规划", Kind.FIVE_YEAR_PLAN, RegionName("云山县", None), 2021, 2025, None, ()
    ),
    outline=(Heading(0, None, "云山县“十四五”科技创新规划", source("云山县", line=1)),),
    boxes=(),
    indicators=(FIRMS, INTENSITY, PLATFORMS, ENERGY, CONTRACTS, WORDS),
    series=tuple(
        SeriesCell("表2", "投入强度", "%", region, None, 2020, Decimal(value), source(value, line=line))
        for line, (region, value) in enumerate(
            (("云山县", "0.80"), ("云水县", "0.90"), ("云岭县", "0.60"), ("云海县", "0.70"), ("全市", "0.75")), start=12
        )
    ),
    commitments=(),
    statements=(),
    tasks=(
        Task("1.", "实施企业培育行动", "县科技局", (), "2025年", source("1.实施企业培育行动", line=8)),
        Task("2.", "建设创新平台", None, (), None, source("2.建设创新平台", line=9)),
    ),
    projects=(
        Project(
            "1", "中试基地", "县国资公司", None, 2021, 2023, Decimal("1200"), "万元", None, source("1200", line=10)
        ),
        Project(
            "2", "孵化器", "县国资公司", None, 2022, 2024, Decimal("800.5"), "万元", None, source("800.5", line=11)
        ),
    ),
    problems=(),
)


def observed(year: int, value: str, *, row: int) -> Observed:
    return Observed(year, Decimal(value), value, Source("data.csv", row, None, 0, 0, f"{year},{value}"))


CONTRADICTION = Contradiction(
    "ratio.disagrees",
    "error",
    "投入强度前后不一",
    "0.80 ≠ 0.75",
    "核对后统一",
    (source("0.80", line=3), source("0.75", line=16)),
)

FACTS = ReportFacts(
    document=DOCUMENT,
    plan=PLAN,
    followed=(
        Followed(FIRMS, (observed(2021, "13", row=2), observed(2023, "20", row=3))),
        Followed(INTENSITY, (observed(2023, "1.4", row=4),)),
        Followed(PLATFORMS),
        Followed(ENERGY, (observed(2023, "0.45", row=5),), rising=False),
        Followed(CONTRACTS, (observed(2023, "1.1", row=6),)),
        Followed(WORDS),
    ),
    as_of=2023,
    contradictions=(CONTRADICTION,),
    totals=frozenset({"全市"}),
    documents={"plan.txt": DOCUMENT},
)


def with_followed(place: int, followed: Followed) -> ReportFacts:
    """The facts with one indicator exchanged."""
    changed = list(FACTS.followed)
    changed[place] = followed
    return replace(FACTS, followed=tuple(changed))
