"""StratML: the elements stand in the order of the schemas of Part 1 and Part 2, and every identifier stands once."""

import pytest
from lxml import etree

from kechuang.readers.words import read_words
from kechuang.writers.opendata.stratml import PART_1, PART_2, write_performance_report, write_strategic_plan

from .sample import SAMPLE

ZH = read_words("zh").say
# Element -> its children in order, as the schemas give them: "!" exactly one, "?" at most one, "*" any number, "+" at least one.
_GOAL = (
    "Name!",
    "Description!",
    "Identifier?",
    "SequenceIndicator?",
    "Stakeholder*",
    "OtherInformation?",
    "Objective*",
)
_OBJECTIVE = ("Name?", "Description?", "Identifier?", "SequenceIndicator?", "Stakeholder*", "OtherInformation?")
_CORE = ("Organization*", "Vision?", "Mission?", "Value*", "Goal+")
_RESULT = ("StartDate?", "EndDate?", "NumberOfUnits?", "Descriptor?", "Description?")
_COMMON = {
    "StrategicPlanCore": _CORE,
    "Organization": ("Name?", "Acronym?", "Identifier?", "Description?", "Stakeholder*"),
    "Goal": _GOAL,
}
PART_1_ORDER = {
    **_COMMON,
    "StrategicPlan": ("Name!", "Description?", "OtherInformation?", "StrategicPlanCore!", "AdministrativeInformation?"),
    "Objective": _OBJECTIVE,
    "Stakeholder": ("Name!", "Description?"),
    "AdministrativeInformation": ("StartDate?", "EndDate?", "PublicationDate?", "Source?", "Submitter?"),
}
PART_2_ORDER = {
    **_COMMON,
    "PerformancePlanOrReport": (
        "Name!",
        "Description?",
        "OtherInformation?",
        "StrategicPlanCore!",
        "AdministrativeInformation?",
        "Submitter?",
    ),
    "Objective": (*_OBJECTIVE, "PerformanceIndicator*"),
    "Stakeholder": ("Name!", "Description?", "Role*"),
    "PerformanceIndicator": (
        "SequenceIndicator?",
        "MeasurementDimension!",
        "UnitOfMeasurement!",
        "Identifier?",
        "Relationship*",
        "MeasurementInstance*",
        "OtherInformation?",
    ),
    "MeasurementInstance": ("TargetResult*", "ActualResult*"),
    "TargetResult": _RESULT,
    "ActualResult": _RESULT,
    "AdministrativeInformation": ("Identifier?", "StartDate?", "EndDate?", "PublicationDate?", "Source?"),
}


def schema_of(namespace, order, root):
    """An XML Schema made of the table above, with the types of dates, numbers and identifiers."""
    typed = {"StartDate": "xsd:date", "EndDate": "xsd:date", "PublicationDate": "xsd:date", "Identifier": "xsd:ID"}
    typed |= {"NumberOfUnits": "xsd:decimal", "Source": "xsd:anyURI"}
    times = {"!": "", "?": ' minOccurs="0"', "*": ' minOccurs="0" maxOccurs="unbounded"', "+": ' maxOccurs="unbounded"'}
    attributes = {
        "PerformancePlanOrReport": ("Type",),
        "Stakeholder": ("StakeholderTypeType",),
        "PerformanceIndicator": ("ValueChainStage", "PerformanceIndicatorType"),
    }
    names = {child[:-1] for children in order.values() for child in children} | set(order)
    parts = []
    for name in sorted(names):
        if name not in order:
            parts.append(f'<xsd:element name="{name}" type="{typed.get(name, "xsd:string")}"/>')
            continue
        children = "".join(f'<xsd:element ref="s:{child[:-1]}"{times[child[-1]]}/>' for child in order[name])
        given = "".join(f'<xsd:attribute name="{one}" type="xsd:string"/>' for one in attributes.get(name, ()))
        parts.append(
            f'<xsd:element name="{name}"><xsd:complexType><xsd:sequence>{children}</xsd:sequence>{given}</xsd:complexType></xsd:element>'
        )
    assert root in order
    text = (
        f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:s="{namespace}" targetNamespace="{namespace}" '
        f'elementFormDefault="qualified">{"".join(parts)}</xsd:schema>'
    )
    return etree.XMLSchema(etree.fromstring(text))


PARTS = [
    (write_strategic_plan, PART_1, PART_1_ORDER, "StrategicPlan"),
    (write_performance_report, PART_2, PART_2_ORDER, "PerformancePlanOrReport"),
]


@pytest.mark.parametrize(("write", "namespace", "order", "root"), PARTS, ids=["part 1", "part 2"])
def test_a_plan_is_valid_against_the_structure_of_the_standard(write, namespace, order, root):
    schema = schema_of(namespace, order, root)
    found = etree.fromstring(write(SAMPLE, ZH))
    schema.assertValid(found)
    assert found.tag == f"{{{namespace}}}{root}"


@pytest.mark.parametrize(("write", "namespace", "order", "root"), PARTS, ids=["part 1", "part 2"])
def test_elements_in_another_order_are_not_valid(write, namespace, order, root):
    found = etree.fromstring(write(SAMPLE, ZH))
    core = found.find(f"{{{namespace}}}StrategicPlanCore")
    core.append(core[0])
    assert not schema_of(namespace, order, root).validate(found)


def test_part_2_gives_targets_and_what_was_reached():
    found = etree.fromstring(write_performance_report(SAMPLE, ZH))
    names = {"s": PART_2}
    assert found.get("Type") == "Performance_Report"
    intensity = found.xpath("//s:PerformanceIndicator[s:MeasurementDimension='研发投入强度']", namespaces=names)[0]
    assert intensity.xpath(".//s:TargetResult/s:NumberOfUnits/text()", namespaces=names) == ["2.6"]
    assert intensity.xpath(".//s:ActualResult/s:NumberOfUnits/text()", namespaces=names) == ["2.05", "1.9"]
    assert all(intensity.xpath(".//s:ActualResult/s:Description/text()", namespaces=names))


def test_tasks_name_who_leads_and_who_supports():
    found = etree.fromstring(write_strategic_plan(SAMPLE, ZH))
    assert found.xpath("//*[local-name()='Stakeholder']/*/text()") == ["县科技局", "东区", "西区"]
