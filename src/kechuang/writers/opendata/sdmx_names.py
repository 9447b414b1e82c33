"""What a data set is called in SDMX 2.1: namespaces, identifiers, periods, and the header every message has."""

from lxml import etree

from kechuang.domain.publication.dataset import Dataset
from kechuang.writers.opendata.stratml import printable

_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MES, STR, COM = f"{_SCHEMAS}/message", f"{_SCHEMAS}/structure", f"{_SCHEMAS}/common"
GEN, SPE = f"{_SCHEMAS}/data/generic", f"{_SCHEMAS}/data/structurespecific"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AGENCY = "KECHUANG"
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "SENSE")
TIME = "TIME_PERIOD"
MEASURE = "OBS_VALUE"
ATTRIBUTES = ("OBS_STATUS", "BOUND", "UPPER", "SOURCE")  # of an observation; UNIT_MEASURE is that of a series
UNIT = "UNIT_MEASURE"


def structure_id(dataset: Dataset) -> str:
    """The identifier of the data structure and the dataflow."""
    return "PLAN_" + dataset.key.upper().replace("-", "_")


def version_of(dataset: Dataset) -> str:
    """Each release is a version of its own."""
    return f"{dataset.number}.0"


def period_of(period: str) -> str:
    """A period as SDMX writes it.

    >>> period_of("2026"), period_of("2026-H1"), period_of("2026-Q3")
    ('2026', '2026-S1', '2026-Q3')
    """
    return period.replace("-H", "-S")


def frequency_of(period: str) -> str:
    """A a year, S a half, Q a quarter."""
    return {"H": "S", "Q": "Q"}.get(period[5:6], "A")


def put(
    parent: etree._Element, namespace: str, name: str, text: str | None = None, /, **attributes: str
) -> etree._Element:
    """An element below another; attributes as given."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name, attributes)
    element.text = text if text is None else printable(text)
    return element


def message(name: str, dataset: Dataset, *, of_structure: bool = False) -> tuple[etree._Element, etree._Element]:
    """The root of a message and its header, which says when the release was made and by whom."""
    root = etree.Element(f"{{{MES}}}{name}", nsmap={"mes": MES, "str": STR, "com": COM, "gen": GEN, "spe": SPE})
    header = put(root, MES, "Header")
    part = "S" if of_structure else "D"
    put(header, MES, "ID", f"{structure_id(dataset)}_{part}{dataset.number}")
    put(header, MES, "Test", "false")
    put(header, MES, "Prepared", f"{dataset.released_on.isoformat()}T00:00:00")
    put(header, MES, "Sender", id=AGENCY)
    return root, header


def as_bytes(root: etree._Element) -> bytes:
    """The message; the same elements give the same bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
