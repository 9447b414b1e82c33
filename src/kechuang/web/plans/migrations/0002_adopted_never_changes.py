"""Triggers: an adopted version and its items are never changed or removed, by whatever way."""

from django.db import migrations

_ITEM = "(SELECT 1 FROM plans_version WHERE id = {row}.version_id AND stage = 'adopted')"
_RULES = (
    ("plans_item", "UPDATE", "EXISTS " + _ITEM.format(row="OLD") + " OR EXISTS " + _ITEM.format(row="NEW")),
    ("plans_item", "DELETE", "EXISTS " + _ITEM.format(row="OLD")),
    ("plans_item", "INSERT", "EXISTS " + _ITEM.format(row="NEW")),
    ("plans_version", "UPDATE", "OLD.stage = 'adopted'"),
    ("plans_version", "DELETE", "OLD.stage = 'adopted'"),
)
_MESSAGE = "an adopted version does not change"


def add(apps, schema_editor):
    for table, operation, condition in _RULES:
        name = f"{table}_adopted_{operation.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            answer = "OLD" if operation == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{_MESSAGE}'; END IF; RETURN {answer}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}') WHERE {condition}; END"
            )


def remove(apps, schema_editor):
    for table, operation, _ in _RULES:
        name = f"{table}_adopted_{operation.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
