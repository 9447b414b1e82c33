"""Triggers: an observation is never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLE = "indicators_observation"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(keep(_TABLE), release(_TABLE))]
