"""Changes of rows, and which entry binds them; their triggers are made after each migration (``watching.follow``)."""

from django.db import migrations, models

from kechuang.web.journal.triggers import keep, release
from kechuang.web.journal.watching import leave

_KEPT = ("journal_rowchange", "journal_binding")


def stop_watching(apps, schema_editor):
    leave(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
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
        migrations.RunPython(migrations.RunPython.noop, stop_watching),
    ]
