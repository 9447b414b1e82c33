"""The history of verdicts; what stands judged today is its first row."""

import django.db.models.deletion
from django.db import migrations, models


def begin(apps, schema_editor):
    """A first row for every verdict that stands."""
    change = apps.get_model("indicators", "VerdictChange")
    judged = apps.get_model("indicators", "Assessment").objects.order_by("pk")
    change.objects.bulk_create(
        (
            change(
                indicator_id=one.indicator_id,
                organisation_id=one.organisation_id,
                verdict=one.verdict,
                probability=one.probability,
                reason=one.working.get("reason") or "",
                latest_id=one.latest_id,
                at=one.at,
            )
            for one in judged.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_path_in_step"),
        ("organisations", "0002_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerdictChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, default="", max_length=20)),
                ("verdict", models.CharField(blank=True, default="", max_length=20)),
                ("probability", models.FloatField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict_changes",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "latest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.observation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["indicator", "organisation", "-at"], name="verdict_changes_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict", models.F("before")), _negated=True), name="verdict_changed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("probability__isnull", True),
                            models.Q(("probability__gte", 0), ("probability__lte", 1)),
                            _connector="OR",
                        ),
                        name="verdict_changed_in_one",
                    ),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
