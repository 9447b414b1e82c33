"""The workbook of organisations: exported with current data, imported whole or not at all."""

from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.organisations import access, actions
from kechuang.web.organisations.importing import COLUMNS, KINDS, check_rows
from kechuang.web.organisations.models import Placement
from kechuang.web.words import say
from kechuang.writers.template import Column, write_template

LARGEST = 4 * 2**20


def give_out():
    """The workbook to fill in, with what is already there."""
    standing = Placement.objects.filter(ends_on=None).select_related("organisation", "parent")
    rows = [
        (
            one.organisation.code,
            one.name,
            say(f"organisation-kind.{one.organisation.kind}"),
            one.parent.code if one.parent else "",
            one.starts_on.isoformat(),
        )
        for one in standing.order_by("organisation__code")
    ]
    kinds = tuple(say(f"organisation-kind.{kind}") for kind in KINDS)
    columns = [
        Column(say(f"import.column.{name}"), say(f"import.hint.{name}"), kinds if name == "kind" else ())
        for name in COLUMNS
    ]
    return write_template(
        columns,
        rows,
        sheet=say("import.sheet"),
        instructions=[say("import.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version="organisations 1",
    )


def bring_in(cells, *, actor, origin, at):
    """Take in the rows of a workbook: all of them or, where a cell is wrong, none. Answers how many organisations changed, and
    the mistakes.
    """
    access.require(actor, "organisation.manage")
    rows, mistakes = check_rows(cells, known=_known_parents(), kinds=_kinds())
    if mistakes:
        return 0, mistakes
    return actions.import_organisations(rows, actor=actor, origin=origin, at=at), []


def _known_parents():
    standing = Placement.objects.filter(ends_on=None).values_list("organisation__code", "parent__code")
    return {code: parent or "" for code, parent in standing}


def _kinds():
    words = [read_words(language) for language in LANGUAGES]
    return {one.say(f"organisation-kind.{kind}").lower(): kind for one in words for kind in KINDS}
