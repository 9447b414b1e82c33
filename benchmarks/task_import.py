"""Takes in a workbook that assigns 10,000 key tasks: from the uploaded bytes to the answer, and where the time grows.

    python benchmarks/task_import.py [--tasks 1000 10000] [--counties 120]

Every row gets another lead, two supporters, a deadline and two milestones. Processor time is that of this process and of the one
that reads the workbook. Then the list of the tasks is looked at, and the workbook exported and taken in again: nothing changes.
"""

import argparse
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bureau


def make_tasks(made, count, already):
    """``count`` tasks of the plan that nobody leads yet."""
    from django.utils import timezone  # noqa: PLC0415 - after the settings

    from kechuang.web.plans.models import Item, Version  # noqa: PLC0415
    from kechuang.web.tasks.models import Task  # noqa: PLC0415

    first, now = Version.objects.get(plan=made["plan"], number=1), timezone.now()
    read = {"original": first.original, "stage": "review", "uploaded_by": made["planner"], "uploaded_at": now}
    version, _ = Version.objects.get_or_create(plan=made["plan"], number=2, defaults=read)
    place = {"version": version, "kind": "tasks", "values": {}, "start": 0, "end": 1, "line": 1, "quote": "x"}
    items = Item.objects.bulk_create(Item(position=already + at, **place) for at in range(count))
    said = {"plan": made["plan"], "kind": "task", "since": date(2026, 1, 1)}
    return Task.objects.bulk_create(
        Task(item=item, position=item.position, number=str(item.position), title=f"任务{item.position}", **said)
        for item in items
    )


def assign_all(rows, units, columns):
    """The rows of an export, every task assigned; which of the counties depends on its place."""
    for at, row in enumerate(rows):
        lead, first, second = (units[(at * step + len(rows) // 7) % len(units)].name for step in (1, 3, 5))
        row[columns.index("lead")] = lead
        row[columns.index("supporting")] = "、".join({first, second} - {lead})
        row[columns.index("deadline")] = f"20{28 + at % 3}-12-31"
        row[columns.index("milestones")] = "2027-03-31 完成选址\n2028-03-31 开工建设"


def measure(deed):
    """What it answers, with the seconds and the processor seconds it took."""
    cpu, begun = sum(os.times()[:4]), time.perf_counter()
    answer = deed()
    return answer, round(time.perf_counter() - begun, 2), round(sum(os.times()[:4]) - cpu, 2)


def run(made, count, already):
    """One size; answers what was measured."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - after the settings
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from kechuang.web.journal.models import Entry  # noqa: PLC0415
    from kechuang.web.notices.models import Notice  # noqa: PLC0415
    from kechuang.web.tasks.sheet import COLUMNS, read_sheet  # noqa: PLC0415
    from kechuang.writers.template import Column, write_template  # noqa: PLC0415

    make_tasks(made, count - already, already)
    client = Client(headers={"host": "localhost"})
    client.force_login(made["planner"])

    def take_in(book):
        return client.post(reverse("tasks:import"), {"sheet": SimpleUploadedFile("tasks.xlsx", book)})

    exported, _, export_cpu = measure(lambda: client.get(reverse("tasks:export")).content)
    rows = [list(row) for row in read_sheet(exported)[1:]]
    assign_all(rows, made["units"], COLUMNS)
    book = write_template([Column(name, "") for name in COLUMNS], rows, sheet="x", instructions=["x"], instructions_sheet="y", version="tasks 1")  # fmt: skip
    before = Entry.objects.count()
    answer, seconds, cpu = measure(lambda: take_in(book))
    entries = Entry.objects.filter(number__gt=before, deed="task.assigned").count()
    _, list_seconds, list_cpu = measure(lambda: client.get(reverse("tasks:list")))
    again = client.get(reverse("tasks:export")).content
    same, same_seconds, _ = measure(lambda: take_in(again))
    return {
        "tasks": count,
        "status": answer.status_code,
        "import_s": seconds,
        "import_cpu_s": cpu,
        "entries": entries,
        "notices": Notice.objects.filter(key="task-assigned").count(),
        "export_cpu_s": export_cpu,
        "list_s": list_seconds,
        "list_cpu_s": list_cpu,
        "again_s": same_seconds,
        "again_status": same.status_code,
        "changed_again": Entry.objects.filter(deed="task.assigned", number__gt=before).count() - entries,
    }


def main():
    """Print what was measured of each size; 1 where not every row was taken in, or one changed when taken in again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--counties", type=int, default=120)
    given = parser.parse_args()
    bureau.set_up()
    made, already, good = bureau.make_bureau(given.counties, 1), 0, True
    for count in given.tasks:
        measured = run(made, count, already)
        already = count
        good = good and measured["status"] == measured["again_status"] == 302 and not measured["changed_again"]
        print(json.dumps(measured), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
