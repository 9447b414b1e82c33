"""The data messages of SDMX 2.1: generic, and specific to the structure; both say the same."""

from collections.abc import Iterator

from lxml import etree

from kechuang.domain.publication.dataset import Dataset, Figure, Status
from kechuang.writers.cells import number_text
from kechuang.writers.opendata.sdmx_names import (
    AGENCY,
    COM,
    DIMENSIONS,
    GEN,
    MEASURE,
    MES,
    SPE,
    TIME,
    UNIT,
    as_bytes,
    frequency_of,
    message,
    period_of,
    put,
    structure_id,
    version_of,
)
from kechuang.writers.opendata.stratml import printable
from kechuang.writers.opendata.tables import words_of_bound

Series = tuple[tuple[str, ...], tuple[Figure, ...]]
_STATUS = {Status.VALUE: "A", Status.MISSING: "M", Status.NOT_APPLICABLE: "N"}  # as in CL_OBS_STATUS of SDMX
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"


def write_generic(dataset: Dataset) -> bytes:
    """The generic data message, which needs no structure to be read."""
    root, header = message("GenericData", dataset)
    _structure(header, dataset)
    found = put(root, MES, "DataSet", structureRef=structure_id(dataset), action="Replace")
    for key, figures in series_of(dataset):
        series = put(found, GEN, "Series")
        _values(put(series, GEN, "SeriesKey"), dict(zip(DIMENSIONS, key, strict=True)))
        _values(put(series, GEN, "Attributes"), {UNIT: dataset.measure_by_code[key[2]].unit})
        for figure in figures:
            observed = put(series, GEN, "Obs")
            put(observed, GEN, "ObsDimension", value=period_of(figure.period))
            if figure.value is not None:
                put(observed, GEN, "ObsValue", value=number_text(figure.value))
            _values(put(observed, GEN, "Attributes"), attributes_of(figure))
    return as_bytes(root)


def write_structure_specific(dataset: Dataset) -> bytes:
    """The structure-specific data message: the same, in fewer bytes, read with the structure beside it."""
    root, header = message("StructureSpecificData", dataset)
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{structure_id(dataset)}({version_of(dataset)}):ObsLevelDim:{TIME}"
    _structure(header, dataset, namespace=urn)
    found = etree.SubElement(root, f"{{{MES}}}DataSet", nsmap={"ns1": urn})
    found.set(_XSI, "ns1:DataSetType")
    found.set(f"{{{SPE}}}structureRef", structure_id(dataset))
    found.set(f"{{{SPE}}}action", "Replace")
    found.set(f"{{{SPE}}}dataScope", "DataStructure")
    for key, figures in series_of(dataset):
        fixed = {**dict(zip(DIMENSIONS, key, strict=True)), UNIT: dataset.measure_by_code[key[2]].unit}
        series = put(found, "", "Series", **_printable(fixed))
        for figure in figures:
            value = {} if figure.value is None else {MEASURE: number_text(figure.value)}
            put(series, "", "Obs", **{TIME: period_of(figure.period)}, **value, **_printable(attributes_of(figure)))
    return as_bytes(root)


def series_of(dataset: Dataset) -> Iterator[Series]:
    """The figures by series: the same frequency, area, indicator and sense; periods rising."""
    found: dict[tuple[str, ...], list[Figure]] = {}
    for one in dataset.figures:
        found.setdefault((frequency_of(one.period), one.area, one.measure, one.sense.value), []).append(one)
    for key in sorted(found):
        yield key, tuple(sorted(found[key], key=lambda one: one.period))


def attributes_of(figure: Figure) -> dict[str, str]:
    """What is said beside a number: whether it is there, how it binds, how far a range goes, where it comes from."""
    upper = {} if figure.upper is None else {"UPPER": number_text(figure.upper)}
    bound = words_of_bound(figure.bound)
    return {"OBS_STATUS": _STATUS[figure.status], "BOUND": bound, **upper, "SOURCE": figure.source}


def _structure(header: etree._Element, dataset: Dataset, *, namespace: str | None = None) -> None:
    given = {} if namespace is None else {"namespace": namespace}
    name = structure_id(dataset)
    structure = put(header, MES, "Structure", structureID=name, dimensionAtObservation=TIME, **given)
    reference = {"agencyID": AGENCY, "id": name, "version": version_of(dataset)}
    put(
        put(structure, COM, "Structure"),
        "",
        "Ref",
        **reference,
        **{"class": "DataStructure", "package": "datastructure"},
    )


def _values(parent: etree._Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        put(parent, GEN, "Value", id=name, value=printable(value))


def _printable(values: dict[str, str]) -> dict[str, str]:
    return {name: printable(value) for name, value in values.items()}
