"""What migrations do to rows stands in the journal, bound by an entry that names them; what was done unseen before them does not."""

import json

from tests.web.journal.test_outside import site, verify  # noqa: F401 - a fixture

LATER = {
    "__init__": "",
    "0001_kept_filters": """
from importlib import import_module
Migration = import_module("kechuang.web.lists.migrations.0001_kept_filters").Migration
""",
    "0002_renamed": """
from django.db import migrations
def rename(apps, schema_editor):
    apps.get_model("organisations", "Organisation").objects.update(name="新局")
class Migration(migrations.Migration):
    dependencies = [("lists", "0001_kept_filters"), ("organisations", "0002_delegations")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
""",
}
UPGRADE = """
import sys
from django.conf import settings
from django.core.management import call_command
sys.path.insert(0, sys.argv[1])
settings.MIGRATION_MODULES["lists"] = "later"
call_command("migrate", verbosity=0)
"""
TOLD = """
import json
from kechuang.web.journal.models import Entry
from kechuang.web.journal.rows import changes_of_entry, changes_unbound
entry = Entry.objects.latest("number")
rows = [[one.table_name, one.done, one.after] for one in changes_of_entry(entry.number)]
unbound = [[one.table_name, one.before, one.after] for one in changes_unbound()]
print(json.dumps([entry.deed, json.loads(entry.after), rows, unbound]))
"""
UNSEEN = """
from django.db import connection
from kechuang.web.journal.watching import follow, leave
from kechuang.web.indicators.models import PlannedValue
leave(connection)
PlannedValue.objects.update(value=99)
follow(connection)
"""
BEFORE_WATCHING = """
from django.core.management import call_command
from django.db import connection
from kechuang.web.journal.watching import leave
from kechuang.web.organisations.models import Organisation
call_command("migrate", "journal", "0004", verbosity=0)
leave(connection)
Organisation.objects.create(pk=77, code="77", name="老县", kind="county")
call_command("migrate", verbosity=0)
"""


def upgrade(one, folder):
    """Bring a site to a version with a migration more; answers the last entry, what it binds, and what none binds."""
    later = folder / "later"
    later.mkdir(exist_ok=True)
    for name, code in LATER.items():
        (later / f"{name}.py").write_text(code, "utf-8")
    one.python(UPGRADE, str(folder))
    return json.loads(one.python(TOLD))


def test_what_a_migration_did_is_bound_by_an_entry_that_names_it(site, tmp_path):  # noqa: F811
    deed, after, rows, unbound = upgrade(site, tmp_path)
    assert (deed, after["migrations"], unbound) == ("site.upgraded", ["lists.0002_renamed"], [])
    ((table, done, held),) = rows
    assert (table, done, json.loads(held)) == ("organisations_organisation", "changed", {"name": "新局"})
    assert verify(site)[0] == 0


def test_what_was_done_unseen_before_is_not_taken_for_what_a_migration_did(site, tmp_path):  # noqa: F811
    site.python(UNSEEN)
    exit_code, said = verify(site)
    assert exit_code == 1
    assert "Yearly target (indicators_plannedvalue), row 1 is not as its changes say: Value (value) 1200.5 → 99" in said
    _, _, rows, unbound = upgrade(site, tmp_path)
    assert [table for table, _, _ in rows] == ["organisations_organisation"]
    ((table, before, held),) = unbound
    assert (table, json.loads(before), float(json.loads(held)["value"])) == (
        "indicators_plannedvalue",
        {"value": 1200.5},
        99,
    )


def test_rows_from_before_there_were_traces_get_one_when_the_site_is_upgraded(site):  # noqa: F811
    site.python(BEFORE_WATCHING)
    deed, after, rows, unbound = json.loads(site.python(TOLD))
    assert (deed, after["migrations"], unbound) == ("site.upgraded", ["journal.0005_replaced_rows"], [])
    assert [(table, done, json.loads(held)["name"]) for table, done, held in rows] == [
        ("organisations_organisation", "added", "老县")
    ]
    assert verify(site)[0] == 0
