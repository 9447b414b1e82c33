"""Triggers: snapshots, recipes, results, opinions and signatures are never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLES = ("snapshot", "recipe", "result", "opinion", "signature")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [
        migrations.RunPython(keep(f"evaluations_{table}"), release(f"evaluations_{table}")) for table in _TABLES
    ]
