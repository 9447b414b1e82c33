"""Triggers: what was reported and instructed is never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLES = ("tasks_report", "tasks_instruction")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]
    operations = [migrations.RunPython(keep(table), release(table)) for table in _TABLES]
