"""What columns of watched tables and parts of what deeds say hold: which is the number of a row, a code with words, a day, a figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.apps import apps
from django.db import models


class Plain(StrEnum):
    """What needs no table to be read."""

    TEXT = "text"
    FIGURE = "figure"
    DAY = "day"
    MOMENT = "moment"
    TRUTH = "truth"


@dataclass(frozen=True)
class Names:
    """The number of a row of a table, or what stands in its column ``by``."""

    table: str
    by: str = "id"


@dataclass(frozen=True)
class Coded:
    """A code whose words stand under a prefix; what has none is shown as it is."""

    prefix: str


@dataclass(frozen=True)
class Row:
    """A list whose places mean different things."""

    places: tuple["Meaning", ...]


@dataclass(frozen=True)
class Keyed:
    """A mapping whose keys name rows, or are codes."""

    key: "Meaning"
    value: "Meaning"


Meaning = Plain | Names | Coded | Row | Keyed

_ORGANISATION, _INDICATOR = Names("organisations_organisation"), Names("indicators_indicator")
_BY_CODE, _BY_USERNAME = Names("organisations_organisation", "code"), Names("organisations_person", "username")
# Columns that hold codes: those Django knows the choices of, and further ones.
COLUMNS: Mapping[str, Meaning] = {
    "organisations_organisation.kind": Coded("organisation-kind"),
    "organisations_heldrole.role": Coded("role"),
    "organisations_heldrole.scope": Coded("scope"),
    "organisations_delegation.roles": Coded("role"),
    "api_token.verbs": Coded("verb"),
    "plans_version.stage": Coded("stage"),
    "plans_version.problem": Coded(""),
    "plans_item.kind": Coded("kind"),
    "plans_item.standing": Coded("standing"),
    "plans_item.doubts": Coded("doubt"),
    "plans_findinglabel.verdict": Coded("verdict"),
    "indicators_indicator.direction": Coded("direction"),
    "indicators_indicator.binding": Coded("choice.binding"),
    "indicators_indicator.target_bound": Coded("choice.bound"),
    "indicators_indicator.aggregation": Coded("aggregation"),
    "indicators_course.shape": Coded("breakdown.shape"),
    "indicators_observation.period": Coded("period"),
    "indicators_observation.state": Coded("observation"),
    "indicators_observation.origin": Coded("made-of"),
    "tasks_task.kind": Coded("task-kind"),
    "tasks_task.state": Coded("task-state"),
    "tasks_instruction.order": Coded("task-order"),
    "tasks_report.state": Coded("task-state"),
    "tasks_worklink.state": Coded("link-state"),
    "tasks_worklink.how": Coded(""),
    "collection_round.period": Coded("period"),
    "collection_round.stage": Coded("round-stage"),
    "collection_return.stage": Coded("return-stage"),
    "collection_cell.state": Coded("cell"),
    "collection_step.deed": Coded("step"),
    "collection_step.before": Coded("return-stage"),
    "collection_step.after": Coded("return-stage"),
    "evaluations_evaluation.kind": Coded("evaluation-kind"),
    "evaluations_evaluation.stage": Coded("evaluation-stage"),
    "publication_release.kind": Coded("release-kind"),
}
_CELL = Row((Coded("cell"), Plain.FIGURE, Plain.TEXT, Plain.TEXT))
_OBSERVATION = Row(
    (_INDICATOR, _ORGANISATION, Plain.TEXT, Coded("period"), Plain.TEXT, Coded("observation"), Plain.FIGURE)
)
_ROW_OF_ORGANISATIONS = Row((Plain.TEXT, Plain.TEXT, Coded("organisation-kind"), _BY_CODE, Plain.DAY))
# Of what deeds say: by deed and key, by deed alone where its keys name rows, by key whatever the deed.
DETAILS: Mapping[str, Meaning] = {
    "return.filled *": Keyed(_INDICATOR, _CELL),
    "return.imported *": Keyed(_INDICATOR, _CELL),
    "organisations.imported *": _ROW_OF_ORGANISATIONS,
    "person.added organisation": _BY_CODE,
    "token.made organisation": _ORGANISATION,
    "task.name-matched means": _BY_CODE,
    "task.name-matched tasks": Names("tasks_task"),
    "task.assigned lead": _ORGANISATION,
    "task.reported state": Coded("task-state"),
    "task.moved state": Coded("task-state"),
    "tasks.link-judged state": Coded("link-state"),
    "tasks.link-judged link": Names("tasks_worklink"),
    "webhook.allowed private": Plain.TRUTH,
    "round.opened period": Row((Plain.TEXT, Coded("period"))),
    "person.acts-as as": Coded("acting-as"),
    "person.sessions-ended from": Plain.TEXT,
    "person.sessions-ended since": Plain.MOMENT,
    "rows.changed-outside from": Plain.MOMENT,
    "rows.changed-outside to": Plain.MOMENT,
    "plan.adjustment-proposed from": Plain.TEXT,
    "plan.finding-labelled status": Coded("finding-status"),
    "plan.findings-exported form": Plain.TEXT,
    "release.made kind": Coded("release-kind"),
    "evaluation.begun kind": Coded("evaluation-kind"),
    "site.upgraded tables": Coded("table"),
    "rows.watched-again tables": Coded("table"),
    "triggers.stand because": Coded("triggers.because"),
    "triggers.stand engine": Plain.TEXT,
    "triggers.touched tables": Coded("table"),
    "triggers.touched engine": Plain.TEXT,
    "marks": Keyed(Coded("table"), Plain.TEXT),
    "tables": Keyed(Coded("table"), Plain.FIGURE),
    "values": _OBSERVATION,
    "courses": Keyed(_ORGANISATION, Plain.TEXT),
    "whole": _ORGANISATION,
    "supporting": _ORGANISATION,
    "milestones": Row((Plain.DAY, Plain.TEXT)),
    "listed": _BY_CODE,
    "delegate": _BY_USERNAME,
    "role": Coded("role"),
    "roles": Coded("role"),
    "scope": Coded("scope"),
    "verb": Coded("verb"),
    "verbs": Coded("verb"),
    "way": Coded("way"),
    "why": Coded(""),
    "problem": Coded(""),
    "light": Coded("light"),
    "order": Coded("task-order"),
    "verdict": Coded("verdict"),
    "shape": Coded("breakdown.shape"),
    "page": Coded("page"),
    "base": Plain.FIGURE,
    "target": Plain.FIGURE,
    "weight": Plain.FIGURE,
    "years": Keyed(Plain.TEXT, Plain.FIGURE),
    "from": Plain.DAY,
    "through": Plain.DAY,
    "until": Plain.DAY,
    "due": Plain.DAY,
    "day": Plain.DAY,
    "deadline": Plain.DAY,
    "closes_on": Plain.DAY,
    "ends_at": Plain.MOMENT,
    "expires_at": Plain.MOMENT,
    "binding": Coded("choice.binding"),
    "target.bound": Coded("choice.bound"),
    "bound": Coded("choice.bound"),
    "basis": Coded("choice.basis"),
}


@cache
def tables() -> Mapping[str, type[models.Model]]:
    """The models of all tables, by the table's name."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


@cache
def table_of(kind: str) -> str:
    """The table of what an entry calls its subject; "" for none."""
    return next((table for table, model in tables().items() if model._meta.model_name == kind), "")


@cache
def meaning_of_column(table: str, column: str) -> Meaning:
    """What a column holds; text where the site has no such column, or no more."""
    if f"{table}.{column}" in COLUMNS:
        return COLUMNS[f"{table}.{column}"]
    model = tables().get(table)
    field = next((one for one in model._meta.concrete_fields if one.column == column), None) if model else None
    match field:
        case models.ForeignKey():
            return Names(field.related_model._meta.db_table)
        case models.DecimalField():
            return Plain.FIGURE
        case models.DateTimeField():
            return Plain.MOMENT
        case models.DateField():
            return Plain.DAY
        case models.BooleanField():
            return Plain.TRUTH
    return Plain.TEXT


@cache
def meaning_of_detail(deed: str, kind: str, key: str) -> Meaning:
    """What a part of what a deed says holds; a part that is called like a column of its subject holds what that holds."""
    for one in (f"{deed} {key}", f"{deed} *"):
        if one in DETAILS:
            return DETAILS[one]
    table = table_of(kind)
    columns = {one.column for one in tables()[table]._meta.concrete_fields} if table else ()
    for column in (key, f"{key}_id"):
        if column in columns and (found := meaning_of_column(table, column)) is not Plain.TEXT:
            return found
    return DETAILS.get(key, Plain.TEXT)
