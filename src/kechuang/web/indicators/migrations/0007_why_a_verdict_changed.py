"""A change of a verdict says the odds before it, and which value or what else made it."""

import django.db.models.deletion
from django.db import migrations, models

from kechuang.web.journal.triggers import keep, release

_TABLE = "indicators_verdictchange"
_CAUSES = ["value", "corrected", "withdrawn", "aim", "others"]


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_verdict_changes_stay")]

    operations = [
        migrations.RunPython(release(_TABLE), keep(_TABLE)),
        migrations.AddField("verdictchange", "probability_before", models.FloatField(null=True)),
        migrations.AddField(
            "verdictchange",
            "cause",
            models.CharField(blank=True, choices=[(one, one) for one in _CAUSES], default="", max_length=9),
        ),
        migrations.AddField(
            "verdictchange",
            "value",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.observation",
            ),
        ),
        migrations.RunPython(keep(_TABLE), release(_TABLE)),
    ]
