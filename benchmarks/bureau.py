"""A site of its own for a benchmark: an empty database, a bureau, its counties with a reporter each, a plan's indicators.

``KECHUANG_DATABASE_URL`` names the database (it must be empty); without it SQLite in a new folder is used.
"""

import os
import tempfile
from datetime import date, timedelta
from decimal import Decimal

PASSWORD = "Quiet-Dense-42"


def set_up():
    """Django over an empty database; answers the folder of the data."""
    folder = os.environ.get("KECHUANG_DATA") or tempfile.mkdtemp(prefix="kechuang-benchmark-")
    os.environ["KECHUANG_DATA"] = folder
    os.environ.setdefault("KECHUANG_SECRET", "benchmark-" * 6)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.web.settings")
    import django  # noqa: PLC0415 - the settings read the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after the settings

    call_command("migrate", verbosity=0)
    return folder


def make_bureau(counties, indicators, *, reporters=1):
    """A bureau, ``counties`` with reporters, and the indicators of an adopted plan."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after the settings
    from django.utils import timezone  # noqa: PLC0415

    from kechuang.web.indicators.models import Indicator  # noqa: PLC0415
    from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement  # noqa: PLC0415
    from kechuang.web.plans.models import Item, Original, Plan, Version  # noqa: PLC0415

    since, now = date(2020, 1, 1), timezone.now()
    bureau = Organisation.objects.create(code="B", name="市科技局", kind="bureau")
    units = Organisation.objects.bulk_create(
        Organisation(code=f"C{number:04}", name=f"第{number}县", kind="county") for number in range(counties)
    )
    Placement.objects.create(organisation=bureau, name=bureau.name, starts_on=since)
    Placement.objects.bulk_create(
        Placement(organisation=unit, name=unit.name, parent=bureau, starts_on=since) for unit in units
    )
    password = make_password(PASSWORD)

    def person(username, organisation, role, scope):
        made = Person.objects.create(
            username=username, name=username, organisation=organisation, password=password, must_change_password=False
        )
        HeldRole.objects.create(person=made, role=role, scope=scope, starts_on=since)
        return made

    planner = person("planner", bureau, "planner", "below")
    person("approver", bureau, "approver", "below")
    for unit in units:
        for number in range(reporters):
            person(f"r{unit.code}-{number}".lower(), unit, "reporter", "own")
    clerk = person("clerk", bureau, "reporter", "below")
    plan = Plan.objects.create(organisation=bureau, title="规划", added_at=now)
    original = Original.objects.create(sha256="0" * 64, name="plan", size=1)
    version = Version.objects.create(
        plan=plan, number=1, original=original, stage="review", uploaded_by=planner, uploaded_at=now
    )
    rows = []
    for number in range(indicators):
        item = Item.objects.create(
            version=version, kind="indicators", position=number, values={"name": f"指标{number}"},
            start=0, end=1, line=1, quote="x", standing="accepted",
        )  # fmt: skip
        rows.append(
            Indicator.objects.create(plan=plan, item=item, position=number, name=f"指标{number}", unit="亿元", key="")
        )
    Version.objects.filter(pk=version.pk).update(stage="adopted", adopted_at=now, adopted_by=planner)
    return {"bureau": bureau, "units": units, "planner": planner, "clerk": clerk, "plan": plan, "indicators": rows}


def open_round(made, *, year=2026, days=30):
    """A round of all indicators for all counties, open now."""
    from django.utils import timezone  # noqa: PLC0415 - after the settings

    from kechuang.web.collection import actions  # noqa: PLC0415

    today = timezone.localdate()
    return actions.open_round(
        made["plan"], title=f"{year}年度统计调查", year=year, period="Y", opens_on=today,
        closes_on=today + timedelta(days=days), indicators=[(one, True) for one in made["indicators"]],
        units=made["units"], actor=made["planner"], origin="benchmark", at=timezone.now(),
    )  # fmt: skip


def invented(number):
    """A figure nobody reported."""
    return Decimal(1000 + number * 7 % 5000) / 100
