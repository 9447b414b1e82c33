"""A plan as StratML: Part 1 (ISO 17469-1, the strategic plan) and Part 2 (with indicators, targets and what was reached).

Every indicator is an objective of one goal, every key task an objective of another; the element order is that of the
schemas, and identifiers are XML IDs that stay the same from release to release.
"""

from collections.abc import Callable
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from kechuang.domain.publication.dataset import Dataset, Figure, Measure, Sense, Status, Undertaking
from kechuang.writers.cells import number_text

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
Say = Callable[[str], str]


def write_strategic_plan(dataset: Dataset, say: Say) -> bytes:
    """The plan as StratML Part 1."""
    root = etree.Element(f"{{{PART_1}}}StrategicPlan", nsmap={None: PART_1})
    return _Plan(dataset, say, PART_1).write(root, with_indicators=False)


def write_performance_report(dataset: Dataset, say: Say) -> bytes:
    """The plan as StratML Part 2: a report where something was reached, else a plan."""
    reached = any(one.sense is Sense.ACTUAL and one.status is Status.VALUE for one in dataset.figures)
    root = etree.Element(f"{{{PART_2}}}PerformancePlanOrReport", nsmap={None: PART_2})
    root.set("Type", "Performance_Report" if reached else "Performance_Plan")
    return _Plan(dataset, say, PART_2).write(root, with_indicators=True)


class _Plan:
    def __init__(self, dataset: Dataset, say: Say, namespace: str) -> None:
        self._dataset = dataset
        self._say = say
        self._namespace = namespace

    def write(self, root: etree._Element, *, with_indicators: bool) -> bytes:
        self._put(root, "Name", self._dataset.title)
        self._put(root, "Description", self._say("opendata.stratml.description"))
        self._put(root, "OtherInformation", self._dataset.address)
        core = self._put(root, "StrategicPlanCore")
        organisation = self._put(core, "Organization")
        self._put(organisation, "Name", self._dataset.publisher)
        self._put(organisation, "Identifier", self._id("organisation"))
        self._goals(core, with_indicators)
        self._administrative(root)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def _goals(self, core: etree._Element, with_indicators: bool) -> None:
        goal = self._goal(core, "indicators", "1")
        for number, measure in enumerate(self._dataset.measures, start=1):
            self._indicator(goal, measure, f"1.{number}", with_indicators)
        if self._dataset.undertakings:
            goal = self._goal(core, "tasks", "2")
            for number, task in enumerate(self._dataset.undertakings, start=1):
                self._task(goal, task, number)

    def _goal(self, core: etree._Element, name: str, number: str) -> etree._Element:
        goal = self._put(core, "Goal")
        self._put(goal, "Name", self._say(f"opendata.stratml.{name}"))
        self._put(goal, "Description", self._say(f"opendata.stratml.{name}.description"))
        self._put(goal, "Identifier", self._id(f"goal/{name}"))
        self._put(goal, "SequenceIndicator", number)
        return goal

    def _indicator(self, goal: etree._Element, measure: Measure, number: str, with_indicators: bool) -> None:
        objective = self._put(goal, "Objective")
        self._put(objective, "Name", measure.name)
        self._put(objective, "Description", measure.definition or measure.name)
        self._put(objective, "Identifier", self._id(f"objective/{measure.code}"))
        self._put(objective, "SequenceIndicator", number)
        self._put(objective, "OtherInformation", measure.source)
        if with_indicators:
            self._performance(objective, measure, number)

    def _performance(self, objective: etree._Element, measure: Measure, number: str) -> None:
        indicator = self._put(objective, "PerformanceIndicator")
        indicator.set("ValueChainStage", "Outcome")
        indicator.set("PerformanceIndicatorType", "Quantitative")
        self._put(indicator, "SequenceIndicator", f"{number}.1")
        self._put(indicator, "MeasurementDimension", measure.name)
        self._put(indicator, "UnitOfMeasurement", measure.unit)
        self._put(indicator, "Identifier", self._id(f"indicator/{measure.code}"))
        for figure in self._whole(measure):
            instance = self._put(indicator, "MeasurementInstance")
            self._result(instance, figure)
        self._put(indicator, "OtherInformation", measure.definition)

    def _whole(self, measure: Measure) -> list[Figure]:
        """The yearly figures of the plan's own region; StratML has no place for others."""
        own = self._dataset.areas[0].code if self._dataset.areas else ""
        return [
            one
            for one in self._dataset.figures_of(measure.code)
            if one.area == own and one.value is not None and one.period.isdigit()
        ]

    def _result(self, instance: etree._Element, figure: Figure) -> None:
        reached = figure.sense in (Sense.ACTUAL, Sense.BASELINE)
        result = self._put(instance, "ActualResult" if reached else "TargetResult")
        year = int(figure.period)
        self._put(result, "StartDate", date(year, 1, 1).isoformat())
        self._put(result, "EndDate", date(year, 12, 31).isoformat())
        if figure.value is not None:
            self._put(result, "NumberOfUnits", number_text(figure.value))
        self._put(result, "Description", figure.source)

    def _task(self, goal: etree._Element, task: Undertaking, number: int) -> None:
        objective = self._put(goal, "Objective")
        self._put(objective, "Name", task.title)
        self._put(objective, "Description", task.deadline)
        self._put(objective, "Identifier", self._id(f"task/{number}"))
        self._put(objective, "SequenceIndicator", f"2.{number}")
        for name in (one for one in (task.lead, *task.support) if one):
            stakeholder = self._put(objective, "Stakeholder")
            stakeholder.set("StakeholderTypeType", "Organization")
            self._put(stakeholder, "Name", name)
        self._put(objective, "OtherInformation", task.source)

    def _administrative(self, root: etree._Element) -> None:
        facts = self._put(root, "AdministrativeInformation")
        if self._namespace == PART_2:
            self._put(facts, "Identifier", self._id(f"release/{self._dataset.number}"))
        for name, year, month, day in (
            ("StartDate", self._dataset.start, 1, 1),
            ("EndDate", self._dataset.end, 12, 31),
        ):
            if year is not None:
                self._put(facts, name, date(year, month, day).isoformat())
        self._put(facts, "PublicationDate", self._dataset.released_on.isoformat())
        self._put(facts, "Source", self._dataset.address)

    def _put(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        element = etree.SubElement(parent, f"{{{self._namespace}}}{name}")
        element.text = text if text is None else printable(text)
        return element

    def _id(self, what: str) -> str:
        return f"_{uuid5(NAMESPACE_URL, f'{self._dataset.key}/{what}')}"


def printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return (
        "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
