"""What no reading claimed is found, and a pointed quote is parsed by our own grammar."""

from decimal import Decimal

from kechuang.domain.plans.missed import find_missed, parse_quote
from kechuang.domain.plans.reading import read_plan
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import read_text

TEXT = """云山县“十五五”科技创新规划

一、发展目标

到2030年，高新技术企业达到40家。每户奖补不超过20万元。全县共有四大产业。
"""


def _read():
    document = read_text(TEXT.encode(), name="规划.txt")
    return document, read_plan(document, read_vocabulary(), read_regions())


def test_only_the_sentence_nobody_claimed_is_named():
    document, plan = _read()
    assert [commitment.low for commitment in plan.commitments] == [Decimal(40)]
    assert [source.text for source in find_missed(document, plan, read_vocabulary())] == ["每户奖补不超过20万元。"]


def test_a_quote_gives_its_number_and_its_place():
    document, plan = _read()
    (sentence,) = find_missed(document, plan, read_vocabulary())
    ((quantity, source),) = parse_quote(document, sentence, "不超过20万元", read_vocabulary())
    assert (quantity.high, quantity.unit, document.text[source.start : source.end]) == (
        Decimal(20),
        "万元",
        "不超过20万元",
    )
