"""Every code that stands in the data of a task has words."""

import re
from pathlib import Path

import kechuang
from kechuang.domain.tasks.asked import Verdict
from kechuang.domain.tasks.asked import Why as Unclear
from kechuang.domain.tasks.lateness import Light, Why
from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.progress import Basis
from kechuang.readers.words import read_words
from kechuang.web.tasks.sheet import COLUMNS
from kechuang.web.tasks.states import Kind, LinkState, Order
from kechuang.web.tasks.views import TABS

ROOT = Path(kechuang.__file__).parent
KNOWN = set(read_words("en").wordings)


def found(pattern, *path):
    return set(re.findall(pattern, ROOT.joinpath(*path).read_text("utf-8")))


def test_every_value_that_is_shown_has_words():
    asked = {
        *(f"task-light.{one}" for one in Light),
        *(f"task-why.{one}" for one in Why),
        *(f"task-state.{one}" for one in State),
        *(f"task-basis.{one}" for one in Basis),
        *(f"task-kind.{one}" for one in Kind),
        *(f"task-order.{one}" for one in Order),
        *(f"task-tab.{one}" for one in TABS),
        *(f"task-column.{one}" for one in COLUMNS),
        *(f"task-column-hint.{one}" for one in COLUMNS),
    }
    assert asked - KNOWN == set()


def test_every_link_and_every_judgement_of_a_work_plan_has_words():
    links = found(r'"(work-link\.[\w-]+)"', "domain", "tasks", "linking.py") | {"work-link.by-hand"}
    assert len(links) == 6
    judged = {*(f"work-verdict.{one}" for one in Verdict), *(f"work-why.{one}" for one in Unclear)}
    assert {*links, *judged, *(f"link-state.{one}" for one in LinkState)} - KNOWN == set()


def test_every_check_says_what_it_found_and_what_to_do():
    rules = found(r'"(task-check\.[\w-]+)"', "domain", "tasks", "checks.py")
    assert len(rules) >= 8
    assert {f"{rule}.{part}" for rule in rules for part in ("says", "remedy")} - KNOWN == set()


def test_every_notice_and_every_mistake_has_words():
    notices = found(r'"(task-(?:assigned|instructed|answered|problem|overdue|due-soon))"', "web", "tasks", "telling.py")
    mistakes = found(r'"(task-sheet\.[\w-]+)"', "web", "tasks", "sheet.py")
    assert (len(notices), len(mistakes)) == (6, 8)
    assert {*(f"notice.{key}" for key in notices), *mistakes} - KNOWN == set()
