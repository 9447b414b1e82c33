"""Changes of rows, and which entry binds them; their triggers are made after each migration (``watching.follow``)."""

from importlib import import_module

from django.db import migrations, models

from kechuang.web.journal.triggers import keep, release
from kechuang.web.journal.watching import leave

_KEPT = ("journal_rowchange", "journal_binding")
# On PostgreSQL the function that numbers an entry also passes on what it binds, and notes it the other way.
_BEFORE = next(
    statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for statement in import_module("kechuang.web.journal.migrations.0003_numbered_at_commit")._FORWARD
    if "journal_number()" in statement
)
_NOTED = """
    INSERT INTO journal_binding (first, last, entry, outside)
        SELECT split_part(span, '-', 1)::bigint, split_part(span, '-', 2)::bigint, head.size + 1,
            OLD.deed = 'rows.changed-outside'
        FROM unnest(string_to_array(split_part(OLD.rows, ' ', 1), ',')) span;
"""
_AFTER = (
    _BEFORE.replace("reason, leaf)", "reason, rows, leaf)")
    .replace("OLD.reason, OLD.leaf)", "OLD.reason, OLD.rows, OLD.leaf)")
    .replace("    frontier := frontier || encode", f"{_NOTED}    frontier := frontier || encode")
)


def pass_on(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE journal_waiting ADD COLUMN rows text", params=None)
        schema_editor.execute(_AFTER, params=None)


def pass_on_no_more(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_BEFORE, params=None)
        schema_editor.execute("ALTER TABLE journal_waiting DROP COLUMN rows", params=None)


def stop_watching(apps, schema_editor):
    leave(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_numbered_at_commit")]
    operations = [
        migrations.AddField(model_name="entry", name="rows", field=models.TextField(null=True)),
        migrations.AddField(model_name="head", name="settled", field=models.BigIntegerField(default=0)),
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.CharField(max_length=32)),
                ("table_name", models.CharField(max_length=63)),
                ("row_key", models.CharField(max_length=64)),
                ("done", models.CharField(max_length=7)),
                ("before", models.TextField()),
                ("after", models.TextField()),
                ("transaction_number", models.BigIntegerField(db_index=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table_name", "row_key", "id"], name="row_changes_of_a_row")],
            },
        ),
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("first", models.BigIntegerField(primary_key=True, serialize=False)),
                ("last", models.BigIntegerField()),
                ("entry", models.BigIntegerField(db_index=True)),
                ("outside", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("outside", True)), fields=["first"], name="bindings_of_outside")
                ],
            },
        ),
        *(migrations.RunPython(keep(table), release(table)) for table in _KEPT),
        migrations.RunPython(pass_on, pass_on_no_more),
        migrations.RunPython(migrations.RunPython.noop, stop_watching),
    ]
