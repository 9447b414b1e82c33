"""Triggers: releases, their files and withdrawals are never changed or removed, by whatever way."""

from django.db import migrations

from kechuang.web.journal.triggers import keep, release

_TABLES = ("release", "releasedfile", "withdrawal")


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]
    operations = [
        migrations.RunPython(keep(f"publication_{table}"), release(f"publication_{table}")) for table in _TABLES
    ]
