"""Triggers: a change of a verdict is never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLE = "indicators_verdictchange"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_verdict_changes")]
    operations = [migrations.RunPython(keep(_TABLE), release(_TABLE))]
