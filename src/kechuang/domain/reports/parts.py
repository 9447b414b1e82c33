"""What a report says of the parts of a sum: what they imply together (合计推算), beside the odds of the whole."""

from collections.abc import Iterator

from kechuang.domain.reports.facts import Followed
from kechuang.domain.reports.figures import chance, cite, cite_computed, cite_value, count_of, printed, with_unit
from kechuang.domain.reports.progress import Ends, Standing, cite_observed, standing_of
from kechuang.domain.reports.report import Cited, Sentence


def parts_sentence(followed: Followed, ends: Ends) -> Iterator[Sentence]:
    """What the parts come to and their chance to reach the target; nothing where it is reached, or there are no parts."""
    parts, unit = followed.parts, followed.indicator.unit
    if parts is None or standing_of(followed) is Standing.REACHED:
        return
    values = tuple(cite_observed(followed, one) for one in parts.latest)
    target = cite_value(ends.target, unit)

    def estimate(figure: str) -> Cited:
        return cite_computed(figure, "report.rule.parts", values=values, target=target)

    expected = printed(parts.expected, ends.target.text, ends.base.text)
    yield Sentence(
        "report.indicator.parts",
        {
            "count": count_of([one.source for one in parts.latest]),
            "year": cite(ends.target_year, ends.target.source),
            "value": estimate(with_unit(expected, unit)),
            "probability": estimate(chance(parts.probability)),
        },
    )
