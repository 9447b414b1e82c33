"""A site as large as the platform promises to carry: 5 plans, 120 organisations, 60 indicators, 12 years, three revisions.

    KECHUANG_DATABASE_URL=... KECHUANG_DATA=... python benchmarks/site_data.py [--entries 500000]

Starts from the demo's data; what is many is written in bulk, the journal with its tree, so that ``kechuang journal verify``
finds it as sound as one that grew entry by entry.
"""

import argparse
import random
import time
from datetime import date, timedelta
from decimal import Decimal

import django

YEARS = range(2014, 2026)
REVISIONS = 3
COUNTIES, REPORTING = 114, 70
PLANS, INDICATORS = 5, 12
SINCE = date(2020, 1, 1)
BATCH = 5_000


def make(entries):
    """Fill an empty database."""
    call_command("migrate", verbosity=0)
    demo.make()
    bureau = Organisation.objects.get(code="990100")
    planner = Person.objects.get(username="demo_planner")
    by = {"actor": planner, "origin": "benchmark", "at": timezone.now()}
    with transaction.atomic():
        counties = add_counties(bureau)
        add_people(bureau, counties)
        plans = [Plan.objects.earliest("pk"), *(copy_plan(number) for number in range(2, PLANS + 1))]
        for plan in plans[1:]:
            indicators.follow_plan(plan.versions.get(), **by)
        followed = [row for plan in plans for row in keep_few(plan)]
        divide(followed, counties[:REPORTING])
        observe(followed, counties[:REPORTING])
        today = timezone.localdate()
        for plan in plans[1:]:
            asked = [(row, False) for row in Indicator.objects.filter(plan=plan, followed=True)]
            collection.open_round(
                plan, title=f"{plan.title} {today.year}", year=today.year, period="Y", opens_on=today - timedelta(days=9),
                closes_on=today + timedelta(days=20), indicators=asked, units=counties, **by,
            )  # fmt: skip
    began = time.monotonic()
    with transaction.atomic():
        judged = sum(assessing.assess_all(plan, at=timezone.now()) for plan in plans)
    print(f"{judged} assessments computed anew in {time.monotonic() - began:.1f} s")
    grow_journal(entries)


def add_counties(bureau):
    """Counties below the bureau."""
    made = Organisation.objects.bulk_create(
        Organisation(code=f"9902{number:03}", name=f"测试县{number}", kind="county") for number in range(COUNTIES)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, name=one.name, parent=bureau, starts_on=SINCE) for one in made
    )
    return made


def add_people(bureau, counties):
    """A reporter in every county, and planners in the bureau; nobody has a password, benchmarks open sessions for them."""
    wanted = [(f"load_reporter{number}", county, "reporter", "own") for number, county in enumerate(counties)]
    wanted += [(f"load_planner{number}", bureau, "planner", "below") for number in range(20)]
    for username, organisation, role, scope in wanted:
        person = Person(username=username, name=username, organisation=organisation, must_change_password=False)
        person.set_unusable_password()
        person.save()
        HeldRole.objects.create(person=person, role=role, scope=scope, starts_on=SINCE)


def copy_plan(number):
    """One more plan that says what the demo's says, adopted."""
    source = Version.objects.filter(stage="adopted").earliest("pk")
    plan = Plan.objects.create(
        organisation=source.plan.organisation, title=f"测试规划{number}", added_at=timezone.now()
    )
    items = list(source.items.all())
    source.pk, source.plan, source.stage, source.adopted_at, source.adopted_by = None, plan, "review", None, None
    source.number = 1
    source.save(force_insert=True)
    for item in items:
        item.pk, item.version = None, source
    Item.objects.bulk_create(items, batch_size=BATCH)
    Version.objects.filter(pk=source.pk).update(
        stage="adopted", adopted_at=timezone.now(), adopted_by=source.uploaded_by
    )
    return plan


def keep_few(plan):
    """Follow a fixed number of indicators."""
    chosen = list(plan.indicators.filter(followed=True).order_by("position")[:INDICATORS])
    plan.indicators.exclude(pk__in=[row.pk for row in chosen]).update(followed=False)
    return chosen


def divide(rows, counties):
    """A course for every county, with its years."""
    courses = Course.objects.bulk_create(
        (Course(indicator=row, organisation=county, base_value=100, target_value=180) for row in rows for county in counties),
        batch_size=BATCH,
    )  # fmt: skip
    years = (
        PlannedValue(course=course, year=2025 + step, value=100 + 16 * step)
        for course in courses
        for step in range(1, 6)
    )
    PlannedValue.objects.bulk_create(years, batch_size=BATCH)


def observe(rows, counties):
    """Every year of every county, twice revised."""
    chance = random.Random(42)
    found = (
        Observation(
            indicator=row, organisation=county, year=year, period="Y", revision=revision, origin="imported",
            value=Decimal(50 + 5 * (year - 2014) + chance.randrange(20)), source={"file": "past.xlsx", "row": 2, "column": str(year)},
            at=datetime(2026, 1, revision, tzinfo=UTC),
        )
        for row in rows for county in counties for year in YEARS for revision in range(1, REVISIONS + 1)
    )  # fmt: skip
    made = Observation.objects.bulk_create(found, batch_size=BATCH)
    print(f"{len(made)} observations")


def grow_journal(entries):
    """Add entries in bulk until there are ``entries``, with their hashes, and the head to match."""
    began = time.monotonic()
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        frontier, together = frontier_of(head.size, head.peaks), []
        for number in range(head.size + 1, entries + 1):
            entry = Entry(
                number=number, at=f"2026-01-01T00:{number // 60 % 60:02}:{number % 60:02}.000000+00:00",
                actor_id=1, actor=f"load_reporter{number % COUNTIES}", origin="10.0.0.8", deed="return.filled", kind="return",
                subject=str(number % 997), label=f"测试县{number % COUNTIES}", before="", after=f'{{"1":["value","{number}"]}}', reason="",
            )  # fmt: skip
            leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS))
            entry.leaf, frontier = leaf.hex(), frontier.append(leaf)
            together.append(entry)
            if len(together) == BATCH:
                Entry.objects.bulk_create(together)
                together = []
        Entry.objects.bulk_create(together)
        Head.objects.filter(pk=1).update(size=frontier.size, peaks=peaks_of(frontier))
    print(f"{frontier.size} entries of the journal, added in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=500_000)
    arguments = parser.parse_args()
    django.setup()
    from datetime import UTC, datetime

    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from kechuang.domain.journal import leaf_hash
    from kechuang.web.collection import actions as collection
    from kechuang.web.indicators import actions as indicators
    from kechuang.web.indicators import assessing
    from kechuang.web.indicators.models import Course, Indicator, Observation, PlannedValue
    from kechuang.web.journal.entries import COLUMNS, bytes_of, frontier_of, peaks_of
    from kechuang.web.journal.models import Entry, Head
    from kechuang.web.operation import demo
    from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
    from kechuang.web.plans.models import Item, Plan, Version

    make(arguments.entries)
