"""The structure message of SDMX 2.1: code lists, concepts, data structure and dataflow of a data set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from kechuang.domain.publication.dataset import Dataset, Sense
from kechuang.writers.opendata.sdmx_names import (
    AGENCY,
    ATTRIBUTES,
    COM,
    DIMENSIONS,
    LANG,
    MEASURE,
    MES,
    STR,
    TIME,
    UNIT,
    as_bytes,
    message,
    put,
    structure_id,
    version_of,
)
from kechuang.writers.opendata.tables import words_of_bound

Say = Callable[[str, str], str]
"""The wording of a key in a language."""
_CONCEPTS = (*DIMENSIONS, TIME, MEASURE, UNIT, *ATTRIBUTES)
_BOUNDS = ("=", ">=", ">", "<=", "<", "~", "range")


@dataclass(frozen=True, slots=True)
class _Code:
    id: str
    chinese: str
    english: str
    definition: str = ""
    english_definition: str = ""
    above: str = ""


def write_structure(dataset: Dataset, say: Say) -> bytes:
    """The message that says what the data message means."""
    root, _ = message("Structure", dataset, of_structure=True)
    structures = put(root, MES, "Structures")
    _dataflow(structures, dataset)
    lists = put(structures, STR, "Codelists")
    for name, codes in _code_lists(dataset, say):
        _code_list(lists, dataset, name, codes, say)
    _concepts(structures, dataset, say)
    _data_structure(structures, dataset)
    return as_bytes(root)


def _code_lists(dataset: Dataset, say: Say) -> Iterable[tuple[str, list[_Code]]]:
    yield "FREQ", [_worded(code, f"opendata.freq.{code}", say) for code in ("A", "S", "Q")]
    yield "REF_AREA", [_Code(one.code, one.name, one.name, above=one.above) for one in dataset.areas]
    yield (
        "INDICATOR",
        [
            _Code(one.code, one.name, one.english or one.name, one.definition, one.english_definition)
            for one in dataset.measures
        ],
    )
    yield "SENSE", [_worded(sense.value, f"opendata.sense.{sense}", say) for sense in Sense]
    yield "OBS_STATUS", [_worded(code, f"opendata.status.{code}", say) for code in ("A", "M", "N")]
    words = [words_of_bound(bound) for bound in _BOUNDS]
    yield "BOUND", [_worded(word, f"opendata.bound.{word}", say) for word in words]


def _worded(code: str, key: str, say: Say) -> _Code:
    return _Code(code, say(key, "zh"), say(key, "en"))


def _code_list(lists: etree._Element, dataset: Dataset, name: str, codes: list[_Code], say: Say) -> None:
    found = put(lists, STR, "Codelist", **_maintained(dataset, f"CL_{name}"))
    _names(found, say(f"opendata.concept.{name}", "zh"), say(f"opendata.concept.{name}", "en"))
    known = {code.id for code in codes}
    for code in codes:
        element = put(found, STR, "Code", id=code.id)
        _names(element, code.chinese, code.english)
        for language, text in (("zh", code.definition), ("en", code.english_definition)):
            if text:
                put(element, COM, "Description", text).set(LANG, language)
        if code.above in known:
            put(put(element, STR, "Parent"), "", "Ref", id=code.above)


def _concepts(structures: etree._Element, dataset: Dataset, say: Say) -> None:
    scheme = put(put(structures, STR, "Concepts"), STR, "ConceptScheme", **_maintained(dataset, "CONCEPTS"))
    _names(scheme, say("opendata.concepts", "zh"), say("opendata.concepts", "en"))
    for name in _CONCEPTS:
        concept = put(scheme, STR, "Concept", id=name)
        _names(concept, say(f"opendata.concept.{name}", "zh"), say(f"opendata.concept.{name}", "en"))


def _data_structure(structures: etree._Element, dataset: Dataset) -> None:
    parent = put(structures, STR, "DataStructures")
    found = put(parent, STR, "DataStructure", **_maintained(dataset, structure_id(dataset)))
    _names(found, dataset.title, dataset.title)
    parts = put(found, STR, "DataStructureComponents")
    dimensions = put(parts, STR, "DimensionList", id="DimensionDescriptor")
    for place, name in enumerate(DIMENSIONS, start=1):
        dimension = put(dimensions, STR, "Dimension", id=name, position=str(place))
        _identity(dimension, dataset, name)
        _enumerated(dimension, dataset, name)
    time = put(dimensions, STR, "TimeDimension", id=TIME, position=str(len(DIMENSIONS) + 1))
    _identity(time, dataset, TIME)
    put(put(time, STR, "LocalRepresentation"), STR, "TextFormat", textType="ObservationalTimePeriod")
    _attributes(parts, dataset)
    measures = put(parts, STR, "MeasureList", id="MeasureDescriptor")
    measure = put(measures, STR, "PrimaryMeasure", id=MEASURE)
    _identity(measure, dataset, MEASURE)
    put(put(measure, STR, "LocalRepresentation"), STR, "TextFormat", textType="Decimal")


def _attributes(parts: etree._Element, dataset: Dataset) -> None:
    attributes = put(parts, STR, "AttributeList", id="AttributeDescriptor")
    for name in (UNIT, *ATTRIBUTES):
        status = "Conditional" if name in ("BOUND", "UPPER") else "Mandatory"
        attribute = put(attributes, STR, "Attribute", id=name, assignmentStatus=status)
        _identity(attribute, dataset, name)
        if name in ("OBS_STATUS", "BOUND"):
            _enumerated(attribute, dataset, name)
        else:
            put(
                put(attribute, STR, "LocalRepresentation"),
                STR,
                "TextFormat",
                textType="Decimal" if name == "UPPER" else "String",
            )
        relation = put(attribute, STR, "AttributeRelationship")
        if name == UNIT:
            for dimension in DIMENSIONS:
                put(put(relation, STR, "Dimension"), "", "Ref", id=dimension)
        else:
            put(put(relation, STR, "PrimaryMeasure"), "", "Ref", id=MEASURE)


def _identity(component: etree._Element, dataset: Dataset, name: str) -> None:
    place = {"maintainableParentID": "CONCEPTS", "maintainableParentVersion": version_of(dataset), "agencyID": AGENCY}
    identity = put(component, STR, "ConceptIdentity")
    put(identity, "", "Ref", id=name, **place, **{"package": "conceptscheme", "class": "Concept"})


def _enumerated(component: etree._Element, dataset: Dataset, name: str) -> None:
    enumeration = put(put(component, STR, "LocalRepresentation"), STR, "Enumeration")
    put(enumeration, "", "Ref", **_reference(dataset, f"CL_{name}"), **{"package": "codelist", "class": "Codelist"})


def _dataflow(structures: etree._Element, dataset: Dataset) -> None:
    flow = put(put(structures, STR, "Dataflows"), STR, "Dataflow", **_maintained(dataset, structure_id(dataset)))
    _names(flow, dataset.title, dataset.title)
    kind = {"package": "datastructure", "class": "DataStructure"}
    put(put(flow, STR, "Structure"), "", "Ref", **_reference(dataset, structure_id(dataset)), **kind)


def _maintained(dataset: Dataset, name: str) -> dict[str, str]:
    return {**_reference(dataset, name), "isFinal": "true"}


def _reference(dataset: Dataset, name: str) -> dict[str, str]:
    return {"id": name, "agencyID": AGENCY, "version": version_of(dataset)}


def _names(element: etree._Element, chinese: str, english: str) -> None:
    put(element, COM, "Name", chinese).set(LANG, "zh")
    if english != chinese:
        put(element, COM, "Name", english).set(LANG, "en")
