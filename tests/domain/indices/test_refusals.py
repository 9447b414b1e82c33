"""What no index can be computed from is refused with its place, before anything is computed."""

import re

import pytest

from kechuang.domain.indices.build import build_index
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.indices.panels import panel_of
from kechuang.readers.indices.plain_yaml import plain_data
from kechuang.readers.words import read_words
from tests.domain.indices.small import built, recipe

GOOD = "region,x,y\nA,1,2\nB,3,5"
PARTS = "index: {parts: [x, y]}"

REFUSALS = [
    # a recipe that is none
    ("index.recipe-not-yaml", "index: {parts: [x", GOOD, {"line": "2"}),
    ("index.recipe-key-twice", "title: a\ntitle: b\nindex: {parts: [x]}", GOOD, {"key": "title", "line": "2"}),
    ("index.recipe-alias", "a: &a [x]\nindex: {parts: *a}", GOOD, {"line": "2"}),
    ("index.recipe-too-deep", "index: " + "[" * 60 + "]" * 60, GOOD, {}),
    ("index.key-missing", "title: none", GOOD, {"key": "index"}),
    ("index.key-missing", "index: {name: empty}", GOOD, {"key": "parts"}),
    ("index.unknown-key", f"normalize: minmax\n{PARTS}", GOOD, {"key": "normalize"}),
    ("index.unknown-word", f"normalise: mimax\n{PARTS}", GOOD, {"place": "normalise.method"}),
    (
        "index.unknown-key",
        f"normalise: {{method: rank, to: [0, 1]}}\n{PARTS}",
        GOOD,
        {"key": "to", "place": "normalise"},
    ),
    ("index.wrong-kind", f"normalise: {{method: minmax, to: 5}}\n{PARTS}", GOOD, {"place": "normalise.to"}),
    ("index.wrong-kind", "index: {parts: [{key: x, weight: heavy}]}", GOOD, {"place": "index.parts[0].weight"}),
    ("index.unknown-word", "normalise: {method: minmax, low: lowest}\nindex: {parts: [x]}", GOOD, {"word": "lowest"}),
    ("index.unknown-word", "index: {parts: [{key: x, direction: up}]}", GOOD, {"place": "index.parts[0].direction"}),
    ("index.part-twice", "index: {parts: [x, {key: p, parts: [x]}]}", GOOD, {"part": "x"}),
    ("index.bad-order", f"order: [treat]\n{PARTS}", GOOD, {}),
    ("index.cuts-and-values", f"normalise: {{method: categorical, cuts: [1], values: [1]}}\n{PARTS}", GOOD, {}),
    ("index.out-of-range", f"{PARTS}\nuncertainty: {{vary: {{weights: 1.5}}}}", GOOD, {}),
    ("index.bad-formula", "derive: {z: __import__('os')}\nindex: {parts: [z]}", GOOD, {"place": "derive.z"}),
    ("index.bad-formula", "derive: {z: x.real}\nindex: {parts: [z]}", GOOD, {"place": "derive.z"}),
    ("index.bad-formula", "derive: {z: x +}\nindex: {parts: [z]}", GOOD, {"reason": "syntax"}),
    ("index.bad-formula", "derive: {z: '" + "-" * 300 + "x'}\nindex: {parts: [z]}", GOOD, {}),
    # weights and directions
    (
        "index.weights-sum",
        "index: {parts: [{key: x, weight: 0.5}, {key: y, weight: 0.4}]}",
        GOOD,
        {"total": "0.5 + 0.4 = 0.9"},
    ),
    ("index.weight-missing", "index: {parts: [{key: x, weight: 0.5}, y]}", GOOD, {"part": "y"}),
    ("index.weight-negative", "index: {parts: [{key: x, weight: -1}, {key: y, weight: 2}]}", GOOD, {"part": "x"}),
    ("index.matrix-not-reciprocal", f"weigh: {{method: pairwise, matrix: [[1, 2], [2, 1]]}}\n{PARTS}", GOOD, {}),
    ("index.matrix-shape", f"weigh: {{method: pairwise, matrix: [[1]]}}\n{PARTS}", GOOD, {}),
    (
        "index.matrix-inconsistent",
        "weigh: {method: pairwise, matrix: [[1, 9, 1/9], [1/9, 1, 9], [9, 1/9, 1]]}\nderive: {z: x + y}\nindex: {parts: [x, y, z]}",
        GOOD,
        {},
    ),
    (
        "index.contradictory-direction",
        "normalise: goalposts\nindex: {parts: [{key: x, direction: fall, worst: 0, best: 10}]}",
        GOOD,
        {"indicator": "x"},
    ),
    ("index.low-above-high", "index: {parts: [{key: x, low: 5, high: 1}]}", GOOD, {}),
    ("index.no-mark", "normalise: standard\nindex: {parts: [x]}", GOOD, {"mark": "standard"}),
    # names that are not there
    ("index.no-such-column", "index: {parts: [x, patents]}", GOOD, {"column": "patents", "file": "data.csv"}),
    (
        "index.no-such-column",
        "index: {parts: [x, 专利授权]}",
        "region,indicator,value\nA,x,1\nA,专利授权量,2\nA,论文,3",
        {"column": "专利授权", "known": "专利授权量, 论文"},
    ),
    ("index.no-such-column", f"data: {{period: year}}\n{PARTS}", GOOD, {"column": "year"}),
    ("index.no-such-region", f"select: {{regions: [A, Z]}}\n{PARTS}", GOOD, {"region": "Z"}),
    ("index.no-such-region", f"screen: {{keep: [Z]}}\n{PARTS}", GOOD, {"region": "Z"}),
    ("index.no-such-region", f"normalise: {{method: fraction, of: 'region:EU'}}\n{PARTS}", GOOD, {"region": "EU"}),
    (
        "index.no-such-period",
        f"select: {{periods: [1999]}}\n{PARTS}",
        "region,period,x,y\nA,2000,1,2",
        {"period": "1999"},
    ),
    ("index.no-such-column", f"impute: {{method: mean, by: where}}\n{PARTS}", GOOD, {"column": "where"}),
    ("index.nobody-left", f"select: {{without: [A, B]}}\n{PARTS}", GOOD, {}),
    (
        "index.bad-formula",
        f"normalise: {{method: formula, formula: 1 / z}}\n{PARTS}",
        GOOD,
        {"place": "normalise.formula"},
    ),
    ("index.too-large", f"aggregate: product\n{PARTS}", "region,x,y\nA,1e200,1e200", {"part": "index", "where": "A"}),
    ("index.no-such-part", f"aggregate: {{method: formula, formula: x + q}}\n{PARTS}", GOOD, {"part": "q"}),
    # cells that are no numbers
    ("index.not-a-number", PARTS, "region,x,y\nA,1,2\nB,NaN,3", {"line": "3", "column": "x", "value": "NaN"}),
    ("index.not-a-number", PARTS, "region,x,y\nA,1,inf", {"line": "2", "column": "y"}),
    ("index.not-a-number", PARTS, "region,x,y\nA,1e999,1", {"line": "2"}),
    ("index.not-a-number", PARTS, "region,x,y\nA,约3,1", {"value": "约3"}),
    ("index.not-a-number", PARTS, "region,x,y\nA,1_000,1", {"value": "1_000"}),
    ("index.bad-formula", "derive: {z: 'x * 1" + "0" * 400 + "'}\nindex: {parts: [z]}", GOOD, {}),
    ("index.value-twice", PARTS, "region,x,y\nA,1,2\nB,1,2\nA,3,4", {"first": "2", "second": "4"}),
    ("index.value-twice", PARTS, "region,indicator,value\nA,x,1\nA,y,1\nA,x,2", {"where": "A / x", "second": "4"}),
    ("index.ragged-row", PARTS, "region,x,y\nA,1", {"line": "2", "cells": "2"}),
    ("index.column-twice", PARTS, "region,x,x,y\nA,1,1,1", {"column": "x"}),
    ("index.region-blank", PARTS, "region,x,y\n,1,2", {"line": "2"}),
    ("index.data-empty", PARTS, "region,x,y\n", {}),
    ("index.data-empty", PARTS, "", {}),
    # arithmetic that has no answer
    (
        "index.zero-denominator",
        "index: {parts: [{key: x, denominator: y}]}",
        "region,x,y\nA,1,2\nB,1,0",
        {"where": "B / ", "row": "3", "denominator": "y"},
    ),
    ("index.constant", f"normalise: minmax\n{PARTS}", "region,x,y\nA,1,2\nB,1,3", {"indicator": "x", "value": "1"}),
    ("index.constant", f"normalise: zscore\n{PARTS}", "region,x,y\nA,1,2\nB,1,3", {"indicator": "x"}),
    (
        "index.log-of-nonpositive",
        "treat: {method: log, form: plain}\nindex: {parts: [x]}",
        "region,x\nA,1\nB,0",
        {"value": "0", "where": "B / x / line 3"},
    ),
    (
        "index.log-of-nonpositive",
        "normalise: {method: minmax, log: true}\nindex: {parts: [x]}",
        "region,x\nA,1\nB,-2",
        {"value": "-2"},
    ),
    ("index.negative-score", f"aggregate: geometric\n{PARTS}", "region,x,y\nA,-1,2", {"part": "x"}),
    ("index.entropy-negative", f"weigh: entropy\n{PARTS}", "region,x,y\nA,-1,2", {}),
    ("index.divides-by-zero", f"normalise: fraction\n{PARTS}", "region,x,y\nA,0,2\nB,0,3", {}),
    ("index.divides-by-zero", "normalise: growth\nindex: {parts: [x]}", "region,period,x\nA,1,-1\nA,2,1", {}),
    (
        "index.undefined",
        "derive: {z: x / y}\nindex: {parts: [z]}",
        "region,x,y\nA,1,0",
        {"used": "x = 1 (line 2), y = 0 (line 2)"},
    ),
    (
        "index.chain-breaks",
        "normalise: growth\nindex: {parts: [x], rescale: [chain]}",
        "region,period,x\nA,1,0\nA,2,5",
        {},
    ),
]


@pytest.mark.parametrize(
    ("code", "text", "data", "details"),
    REFUSALS,
    ids=lambda value: value if isinstance(value, str) and value.startswith("index.") else "",
)
def test_what_cannot_be_computed_is_refused_with_its_place(code, text, data, details):
    with pytest.raises(Unfit) as refused:
        compute(text, data)
    said = refused.value
    assert (said.code, {key: said.details[key] for key in details}) == (code, details)
    for language in ("zh", "en"):
        wording = read_words(language).say(said.code, **said.details)
        assert wording != said.code
        filled = read_words(language).say(said.code, **dict.fromkeys(said.details, "x"))
        assert re.findall(r"(?<!{){[a-z_]+}", filled) == [], "a circumstance the wording names was not given"


def compute(text, data):
    made = recipe(text)
    build_index(made, panel_of(data.encode("utf-8"), made, name="data.csv"))


def test_a_word_that_looks_like_a_truth_stays_a_word():
    assert plain_data("select: {regions: [NO, 'true', 007, 1.5, 2020-01-01]}", "r")["select"]["regions"] == [
        "NO",
        "true",
        "007",
        1.5,
        "2020-01-01",
    ]


def test_weights_that_are_only_relative_say_so():
    text = "weigh: {method: given, sum: any}\nindex: {parts: [{key: x, weight: 3}, {key: y, weight: 1}]}"
    assert built(text, GOOD).scores("index")[0].tolist() == [1.25, 3.5]
