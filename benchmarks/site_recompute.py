"""How long judging everything anew takes, and how soon one changed value has its fresh status, on SQLite.

    python benchmarks/site_recompute.py [--plans 5] [--indicators 60] [--organisations 120] [--years 12] [--revisions 3]

Makes an invented database in a folder of its own: ``plans`` plans with ``indicators`` indicators each, divided among
``organisations`` organisations, with ``years`` years of values; every ``revisions``-th value was corrected twice. Bars: the
full recompute 10 s, one changed value 200 ms.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

_AT = datetime(2026, 11, 1, tzinfo=UTC)
_FIRST, _BASE, _TARGET = 2014, 2025, 2030
_UNITS = (("亿元", "flow", "sum"), ("家", "stock", "sum"), ("%", "ratio", "none"))


def main() -> int:
    """Fill a database, and measure."""
    args = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        made = _fill(args)
        print(f"values {made['values']:,} · pairs {made['pairs']:,} · filled in {made['seconds']:.1f} s")
        _measure(args)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = {"plans": 5, "indicators": 60, "organisations": 120, "years": 12, "revisions": 3, "changes": 20}
    for name, default in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser


def _set_up(folder: Path) -> None:
    os.environ["KECHUANG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kechuang.web.settings"
    import django  # noqa: PLC0415 - settings are chosen first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(args: argparse.Namespace) -> dict[str, float]:
    from kechuang.web.indicators.models import Course, Indicator, Observation  # noqa: PLC0415
    from kechuang.web.organisations.models import Organisation, Placement  # noqa: PLC0415
    from kechuang.web.plans.models import Item, Original, Plan, Version  # noqa: PLC0415

    began, chance = time.perf_counter(), random.Random(7)
    bureau = Organisation.objects.create(code="1", name="bureau", kind="bureau")
    Placement.objects.create(organisation=bureau, name="bureau", starts_on=date(2020, 1, 1))
    counties = Organisation.objects.bulk_create(
        Organisation(code=str(10_000 + n), name=f"county {n}", kind="county") for n in range(args.organisations)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, name=one.name, parent=bureau, starts_on=date(2020, 1, 1)) for one in counties
    )
    planner = _planner(bureau)
    original = Original.objects.create(sha256="0" * 64, name="plan", size=1)
    for number in range(args.plans):
        plan = Plan.objects.create(organisation=bureau, title=f"plan {number}", added_at=_AT)
        version = Version.objects.create(
            plan=plan,
            number=1,
            original=original,
            stage="review",
            uploaded_by=planner,
            uploaded_at=_AT,
        )
        for position in range(args.indicators):
            item = Item(version=version, kind="indicators", position=position, values={}, start=0, end=1, line=1)
            item.quote = ""
            item.save()
            unit, kind, aggregation = _UNITS[position % 3]
            base = Decimal(len(counties) * 100)
            row = Indicator.objects.create(
                plan=plan, item=item, position=position, name=f"indicator {position}", unit=unit, kind=kind,
                aggregation=aggregation, baseline_year=_BASE, baseline_value=base, target_year=_TARGET,
                target_low=base * 2, target_high=base * 2,
            )  # fmt: skip
            Course.objects.bulk_create(
                Course(indicator=row, organisation=one, base_value=100, target_value=200) for one in (bureau, *counties)
            )
            Observation.objects.bulk_create(_values(row, [bureau, *counties], args, chance), batch_size=5_000)
    return {
        "values": Observation.objects.count(),
        "pairs": Course.objects.count(),
        "seconds": time.perf_counter() - began,
    }


def _planner(bureau: object) -> object:
    from kechuang.web.organisations.models import HeldRole, Person  # noqa: PLC0415

    planner = Person.objects.create(username="planner", name="planner", organisation=bureau)
    HeldRole.objects.create(person=planner, role="planner", scope="below", starts_on=date(2020, 1, 1))
    return planner


def _values(row: object, organisations: list, args: argparse.Namespace, chance: random.Random):
    from kechuang.web.indicators.models import Observation  # noqa: PLC0415

    first = _BASE - args.years + 1
    for at, one in enumerate(organisations):
        level = 60 + 40 * chance.random()
        for year in range(first, _BASE + 1):
            level *= 1 + chance.gauss(0.05, 0.06)
            value = Decimal(round(level)) if row.unit == "家" else Decimal(f"{level:.2f}")
            times = 3 if args.revisions and (at + year) % args.revisions == 0 else 1
            for revision in range(1, times + 1):
                yield Observation(
                    indicator=row, organisation=one, year=year, revision=revision, value=value + revision,
                    origin="return", source={"cell": at}, at=_AT,
                )  # fmt: skip


def _measure(args: argparse.Namespace) -> None:
    from kechuang.web.indicators import actions, assessing  # noqa: PLC0415
    from kechuang.web.indicators.models import Assessment, Indicator, Observation  # noqa: PLC0415
    from kechuang.web.organisations.models import Person  # noqa: PLC0415
    from kechuang.web.plans.models import Plan  # noqa: PLC0415

    for run in ("first", "again"):
        began, worked = time.perf_counter(), time.process_time()
        for plan in Plan.objects.all():
            assessing.assess_all(plan, at=_AT)
        wall, cpu = time.perf_counter() - began, time.process_time() - worked
        count = Assessment.objects.count()
        print(f"full recompute, {run}: {wall:.2f} s ({cpu:.2f} s of processor) for {count:,} assessments")
    planner, took, cpus = Person.objects.get(), [], []
    rows = list(Indicator.objects.order_by("pk"))
    for turn in range(args.changes):
        row = rows[turn * 7 % len(rows)]
        where = (
            Observation.objects.filter(indicator=row)
            .order_by("-organisation_id")
            .values_list("organisation_id", flat=True)
        )
        value = actions.Value(row.pk, where[turn], _BASE, Decimal(150 + turn), source={"cell": turn})
        began, worked = time.perf_counter(), time.process_time()
        actions.keep_observations([value], actor=planner, origin="", at=_AT)
        took.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - worked) * 1000)
    print(
        f"one changed value: median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms of {len(took)}"
        f" ({statistics.median(cpus):.0f} ms of processor)"
    )


if __name__ == "__main__":
    sys.exit(main())
