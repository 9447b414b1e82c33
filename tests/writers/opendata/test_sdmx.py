"""SDMX 2.1: sdmx1, which we did not write, reads back what the data set says."""

import io
from decimal import Decimal

import pytest
import sdmx
from hypothesis import given, settings
from hypothesis import strategies as some

from kechuang.domain.publication.dataset import Figure, Sense, Status, in_order
from kechuang.readers.words import read_words
from kechuang.writers.opendata.sdmx_data import attributes_of, write_generic, write_structure_specific
from kechuang.writers.opendata.sdmx_names import period_of
from kechuang.writers.opendata.sdmx_structure import write_structure

from .sample import FIGURES, SAMPLE

pytestmark = pytest.mark.filterwarnings("ignore")


def say(key, language):
    return read_words(language).say(key)


def read_structure():
    message = sdmx.read_sdmx(io.BytesIO(write_structure(SAMPLE, say)))
    return message, next(iter(message.structure.values()))


def observations(message):
    """What a data message says, by series and period."""
    found = {}
    for series, values in message.data[0].series.items():
        key = {name: value.value for name, value in series.values.items()}
        for one in values:
            period = str(one.dimension.values["TIME_PERIOD"].value)
            place = (str(key["INDICATOR"]), str(key["REF_AREA"]), period, str(key["SENSE"]))
            given = {
                name: str(getattr(value.value, "id", value.value)) for name, value in one.attached_attribute.items()
            }
            number = None if one.value in (None, "") else Decimal(str(one.value))
            found[place] = (number, given)
    return found


def expected(figures):
    return {
        (one.measure, one.area, period_of(one.period), one.sense.value): (one.value, attributes_of(one))
        for one in figures
    }


def test_the_structure_names_every_dimension_code_and_definition():
    message, structure = read_structure()
    assert [one.id for one in structure.dimensions] == ["FREQ", "REF_AREA", "INDICATOR", "SENSE", "TIME_PERIOD"]
    assert {one.id for one in structure.attributes} == {"UNIT_MEASURE", "OBS_STATUS", "BOUND", "UPPER", "SOURCE"}
    indicators = message.codelist["CL_INDICATOR"]
    assert {code.id: code.name.localizations["zh"] for code in indicators} == {
        one.code: one.name for one in SAMPLE.measures
    }
    assert indicators["rd_intensity"].description.localizations == {
        "zh": "研发经费与地区生产总值之比",
        "en": "GERD divided by GRP",
    }
    areas = message.codelist["CL_REF_AREA"]
    assert areas["990101"].parent.id == "990100"


def test_the_generic_message_is_read_back_equal():
    message = sdmx.read_sdmx(io.BytesIO(write_generic(SAMPLE)))
    assert observations(message) == expected(FIGURES)


def test_the_structure_specific_message_is_read_back_equal():
    _, structure = read_structure()
    message = sdmx.read_sdmx(io.BytesIO(write_structure_specific(SAMPLE)), structure=structure)
    assert observations(message) == expected(FIGURES)


def test_units_stand_with_the_series():
    message = sdmx.read_sdmx(io.BytesIO(write_generic(SAMPLE)))
    units = {str(key.values["INDICATOR"].value): key.attrib["UNIT_MEASURE"].value for key in message.data[0].series}
    assert units == {"rd_intensity": "%", "gerd": "亿元", "firms": "家"}


NUMBERS = some.decimals(min_value=-(10**12), max_value=10**12, places=6)
PRINTABLE = some.text(some.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)


@given(values=some.lists(some.tuples(some.integers(2015, 2035), NUMBERS, PRINTABLE), unique_by=lambda one: one[0]))
@settings(max_examples=60, deadline=None)
def test_whatever_the_numbers_and_sources_both_messages_say_the_same(values):
    figures = {}
    for year, value, source in values:
        one = Figure("gerd", "990101", str(year), Sense.ACTUAL, Status.VALUE, value, source)
        figures[one.key] = one
    dataset = SAMPLE.__class__(**{**vars_of(SAMPLE), "figures": in_order(figures)})
    _, structure = read_structure()
    generic = sdmx.read_sdmx(io.BytesIO(write_generic(dataset)))
    specific = sdmx.read_sdmx(io.BytesIO(write_structure_specific(dataset)), structure=structure)
    if values:
        assert observations(generic) == observations(specific) == expected(figures.values())


def vars_of(dataset):
    return {name: getattr(dataset, name) for name in dataset.__dataclass_fields__}
