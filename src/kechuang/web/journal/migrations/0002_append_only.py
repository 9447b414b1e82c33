"""The first head of the journal, and the triggers that keep its entries."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release


def add_head(apps, schema_editor):
    apps.get_model("journal", "Head").objects.create(id=1, size=0, peaks="")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunPython(add_head, migrations.RunPython.noop),
        migrations.RunPython(keep("journal_entry"), release("journal_entry")),
    ]
