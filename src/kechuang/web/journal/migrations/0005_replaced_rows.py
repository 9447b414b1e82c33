"""On SQLite, what REPLACE is about to take out of the way is noted while a row is put in; its triggers come with ``follow``."""

from django.db import migrations

from kechuang.web.journal.watching import leave


def note(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE TABLE journal_replacing (table_name text, row_key integer, content text)")


def note_no_more(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        leave(schema_editor.connection)
        schema_editor.execute("DROP TABLE journal_replacing")


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_row_changes")]
    operations = [migrations.RunPython(note, note_no_more)]
