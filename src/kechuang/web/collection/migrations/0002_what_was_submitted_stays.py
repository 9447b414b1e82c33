"""Triggers: figures and evidence of a return that was submitted do not change, a return goes the way its life allows,
and steps are never changed, by whatever way.
"""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_STEPS = "collection_step"
_WAYS = (
    ("draft", ("submitted",)),
    ("submitted", ("county-approved", "returned")),
    ("county-approved", ("bureau-approved", "submitted", "returned")),
    ("bureau-approved", ("locked", "county-approved")),
    ("locked", ("bureau-approved",)),
    ("returned", ("submitted",)),
)
_CLOSED = (
    "EXISTS (SELECT 1 FROM collection_return WHERE id = {row}.in_return_id AND stage NOT IN ('draft', 'returned'))"
)
_ALLOWED = " OR ".join(
    f"(OLD.stage = '{before}' AND NEW.stage IN ({', '.join(repr(after) for after in (before, *afters))}))"
    for before, afters in _WAYS
)
_OLD, _NEW = _CLOSED.format(row="OLD"), _CLOSED.format(row="NEW")
_SUBMITTED = "what was submitted does not change"
_RULES = (
    ("collection_cell", "UPDATE", f"{_OLD} OR {_NEW}", _SUBMITTED),
    ("collection_cell", "DELETE", _OLD, _SUBMITTED),
    ("collection_cell", "INSERT", _NEW, _SUBMITTED),
    ("collection_evidence", "UPDATE", f"{_OLD} OR {_NEW}", _SUBMITTED),
    ("collection_evidence", "DELETE", _OLD, _SUBMITTED),
    ("collection_evidence", "INSERT", _NEW, _SUBMITTED),
    ("collection_return", "UPDATE", f"NOT ({_ALLOWED})", "a return does not go this way"),
    ("collection_return", "DELETE", "OLD.stage <> 'draft'", _SUBMITTED),
)


def add(apps, schema_editor):
    for table, operation, condition, message in _RULES:
        name = f"{table}_{operation.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            answer = "OLD" if operation == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {answer}; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}') WHERE {condition}; END"
            )


def remove(apps, schema_editor):
    for table, operation, _, _ in _RULES:
        name = f"{table}_{operation.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial")]
    operations = [migrations.RunPython(add, remove), migrations.RunPython(keep(_STEPS), release(_STEPS))]
