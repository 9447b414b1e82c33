"""What a careful reader finds in published plans nobody listed for us: rule and lines, as facts; none may get lost."""

import pytest

from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit_together
from kechuang.domain.finding import Severity
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.rulebooks import read_vocabulary

CITY, SECOND, POINTS = "bazhong_city_plan_2021_2025", "guangyuan_city_plan_2021_2025", "bazhong_bureau_work_points_2022"
THIRD, COUNTY = "dazhou_city_plan_2021_2025", "chengkou_county_plan_2021_2025"

# per document: (rule, a line the finding rests on)
ALONE = {
    CITY: {
        ("restated.past", 287), ("restated.past", 280), ("restated.rounding", 295), ("restated.rounding", 207),
        ("growth.rate-against-target", 313), ("identity.implied-whole", 313), ("growth.whole-shrinks", 263),
        ("growth.whole-shrinks", 76), ("growth.slower", 285), ("growth.times-as-ratio", 76), ("growth.times-as-ratio", 91),
        ("identity.part-over-whole", 55), ("identity.two-wholes", 43), ("history.one-year-for-five", 55),
        ("part.over-whole", 62), ("part.sum-over-whole", 84), ("part.whole-falls", 84), ("table.unit-against-name", 87),
        ("table.unit-slip", 175), ("table.unit-missing", 292), ("table.unit-missing", 154), ("table.scope", 104),
        ("table.sold-over-made", 101), ("table.sudden", 103), ("table.wrong-year", 143), ("table.wrong-year", 153),
        ("table.mixed-years", 160), ("table.jump-of-ten", 142), ("table.jump-of-ten", 285), ("table.year-missing", 163),
        ("table.other-regions", 163), ("identity.implied-jump", 192), ("identity.implied-jump", 208),
        ("history.average-of-another-year", 177), ("history.not-behind", 157), ("share.institutions", 146),
        ("share.level-unsaid", 421), ("restated.addition", 455), ("target.worse", 423), ("target.reached", 423),
        ("target.slack", 275), ("target.slack", 288), ("target.other-size", 455), ("structure.box-gap", 419),
        ("marks.artefact", 261),
    },
    SECOND: {
        ("growth.same-period", 19), ("growth.slower", 77), ("share.part-outgrows", 49), ("share.part-outgrows", 302),
        ("target.fewer-than-before", 49), ("target.fewer-than-before", 298), ("target.fewer-than-before", 302),
        ("target.fewer-than-before", 322), ("target.steep", 105), ("target.no-baseline", 73), ("naming.turnover", 125),
        ("marks.clause-again", 288),
    },
}  # fmt: skip
# between documents: (rule, first document, a line of it, the other document, a line of that)
BETWEEN = {
    ("between.rate-against-base", POINTS, 12, CITY, 55), ("between.rate-behind", POINTS, 2, CITY, 263),
    ("between.yearly-behind", POINTS, 12, CITY, 313), ("between.yearly-behind", POINTS, 2, CITY, 285),
    ("between.addition-behind", POINTS, 12, CITY, 284), ("between.count-behind", POINTS, 12, CITY, 290),
    ("between.list-below-base", POINTS, 19, CITY, 109), ("between.fewer-than-before", POINTS, 13, CITY, 111),
    ("between.fewer-than-before", POINTS, 10, CITY, 93), ("naming.turnover", POINTS, 2, CITY, 44),
    ("between.region-far", CITY, 141, THIRD, 38), ("between.region-far", CITY, 141, SECOND, 118),
    ("between.region-far", CITY, 142, SECOND, 125), ("between.region-shrinks", CITY, 143, THIRD, 116),
    ("between.region-year", CITY, 143, SECOND, 111), ("between.region-year", CITY, 144, THIRD, 117),
    ("between.region-year", CITY, 161, THIRD, 119),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(real_plans):
    """The findings on all five documents together."""
    read = [read_file(real_plans / f"{name}.txt") for name in (CITY, SECOND, POINTS, THIRD, COUNTY)]
    return audit_together(read, read_catalogue(), read_vocabulary()).findings


@pytest.mark.parametrize("name", ALONE)
def test_each_document_alone(found, name):
    places = {(one.rule, source.line) for one in found for source in one.sources if source.document == f"{name}.txt"}
    assert ALONE[name] - places == set()


def test_between_the_documents(found):
    pairs = {
        (one.rule, first.document.removesuffix(".txt"), first.line, second.document.removesuffix(".txt"), second.line)
        for one in found
        for first in one.sources
        for second in one.sources
    }
    assert BETWEEN - pairs == set()


def test_few_errors_so_that_each_is_read(found):
    assert sum(one.severity is Severity.ERROR for one in found) == 9
