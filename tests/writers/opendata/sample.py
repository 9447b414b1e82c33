"""A small data set with everything in it: decimals, a zero, a missing value, one that does not apply, formulas as text."""

from datetime import date
from decimal import Decimal

from kechuang.domain.publication.dataset import (
    Aim,
    Area,
    Dataset,
    Figure,
    Measure,
    Sense,
    Status,
    Undertaking,
    in_order,
)

PLACE = "规划.docx 第12行：研发投入强度由1.9%提高到2.6%以上"
FIGURES = (
    Figure("rd_intensity", "990100", "2025", Sense.BASELINE, Status.VALUE, Decimal("1.900000"), PLACE),
    Figure("rd_intensity", "990100", "2030", Sense.TARGET, Status.VALUE, Decimal("2.6"), PLACE, ">="),
    Figure("rd_intensity", "990100", "2026", Sense.ACTUAL, Status.VALUE, Decimal("2.05"), "填报表 7 单元格 31"),
    Figure("rd_intensity", "990101", "2026", Sense.ACTUAL, Status.VALUE, Decimal(0), "填报表 8 单元格 40"),
    Figure("rd_intensity", "990102", "2026", Sense.ACTUAL, Status.MISSING, None, "=HYPERLINK(1)"),
    Figure("firms", "990100", "2030", Sense.TARGET, Status.VALUE, Decimal(100), PLACE, "range", Decimal(120)),
    Figure("gerd", "990100", "2026-H1", Sense.ACTUAL, Status.VALUE, Decimal("-3.25"), "+年报"),
    Figure("gerd", "990100", "2026-Q3", Sense.ACTUAL, Status.NOT_APPLICABLE, None, "季报"),
)
SAMPLE = Dataset(
    key="990100-2026-2030",
    number=3,
    title="云岭县“十五五”科技创新规划",
    publisher="云岭县科学技术局",
    region="云岭县",
    start=2026,
    end=2030,
    released_on=date(2027, 3, 1),
    plan_version=1,
    address="https://example.org/public/plans/990100-2026-2030/v3/",
    measures=(
        Measure(
            "rd_intensity",
            "研发投入强度",
            "R&D intensity",
            "%",
            True,
            "obligatory",
            "研发经费与地区生产总值之比",
            "GERD divided by GRP",
            PLACE,
            "国统字〔2019〕47号",
            Aim.LEVEL,
            "2.6以上",
        ),
        Measure(
            "gerd",
            "-研发经费",
            "",
            "亿元",
            True,
            "",
            "",
            "",
            "规划.docx 第13行",
            aim=Aim.ANNUAL_GROWTH,
            aim_text="8以上",
            growth=Decimal("8.0"),
            growth_bound=">=",
        ),
        Measure("firms", "企业", "", "家", True, "", "", "", PLACE, aim=Aim.LEVEL, aim_text="100—120"),
    ),
    areas=(
        Area("990100", "云岭县", "bureau"),
        Area("990101", "东区", "county", "990100"),
        Area("990102", "=西区", "county", "990100"),
    ),
    figures=in_order({one.key: one for one in FIGURES}),
    undertakings=(
        Undertaking("1", "@建设中试基地 <一期>", "县科技局", ("东区", "西区"), "2028年底", "规划.docx 第40行"),
    ),
)
