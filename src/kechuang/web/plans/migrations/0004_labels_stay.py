"""Triggers: what was said of a finding is never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLE = "plans_findinglabel"


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_findings")]
    operations = [migrations.RunPython(keep(_TABLE), release(_TABLE))]
