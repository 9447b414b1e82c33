"""Every word of the site stands in the rulebook, also those whose key is put together from data."""

import re
from pathlib import Path

import kechuang.web
from kechuang.domain.evaluations.ahead import Order
from kechuang.readers.words import read_words
from kechuang.web.evaluations.states import Kind as EvaluationKind
from kechuang.web.evaluations.states import Stage as EvaluationStage
from kechuang.web.indicators.states import Origin
from kechuang.web.notices.models import Level
from kechuang.web.notices.models import Standing as Delivery
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.page import PARTS, PLACES
from kechuang.web.plans.carry import KINDS as READ_KINDS
from kechuang.web.plans.fields import FIELDS, Type
from kechuang.web.plans.states import KINDS, Stage, Standing
from kechuang.web.publication.states import Deed as ReleaseDeed
from kechuang.web.publication.states import Kind as ReleaseKind
from kechuang.web.publication.states import Standing as DeliveryStanding

ROOT = Path(kechuang.web.__file__).parent
TEMPLATES = list(ROOT.rglob("*.html"))
CODE = "\n".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
KNOWN = set(read_words("en").wordings)


def test_every_word_a_template_asks_for_exists():
    asked = {
        key.replace(":", ".")
        for path in TEMPLATES
        for key in re.findall(r"say ['\"]([\w.:-]+)['\"] ?(?!\|)", path.read_text("utf-8"))
    }
    assert len(asked) > 100
    assert asked - KNOWN == set()


def test_every_label_of_a_form_exists():
    assert set(re.findall(r"\blazy\(\"([\w.-]+)\"\)", CODE)) - KNOWN == set()


def test_every_deed_that_is_written_down_has_words():
    deeds = set(re.findall(r"(?:\brecord|_record_item)\(\s*\"([\w.-]+)\"", CODE)) | {
        "person.timed-out",
        "person.signed-out",
    }
    assert {f"deed.{deed}" for deed in deeds} - KNOWN == set()


def test_every_notice_that_is_queued_has_words():
    asked = set(re.findall(r"\b(?:notices\.queue|tell)\(\s*\"([\w.-]+)\"", CODE))
    assert {f"notice.{key}" for key in asked} - KNOWN == set()


def test_every_value_that_is_shown_has_words():
    fields = [field for kind in FIELDS.values() for field in kind]
    asked = {
        *(f"role.{role}" for role in Role),
        *(f"light.{level}" for level in Level),
        *(f"delivery.{standing}" for standing in Delivery.values if standing != Delivery.SENT),
        *(f"scope.{scope}" for scope in Scope),
        *(f"organisation-kind.{kind}" for kind in Kind),
        *(f"stage.{stage}" for stage in Stage),
        *(f"standing.{standing}" for standing in Standing),
        *(f"kind.{kind}" for kind in KINDS),
        *(f"evaluation-kind.{kind}" for kind in EvaluationKind),
        *(f"evaluation-stage.{stage}" for stage in (*EvaluationStage, "failed")),
        *(f"evaluation-step.{stage}" for stage in EvaluationStage if stage != EvaluationStage.WITHDRAWN),
        *(f"evaluation.made-of.{origin}" for origin in Origin),
        *(f"ranking.order.{order}" for order in Order),
        *(f"release-kind.{kind}" for kind in ReleaseKind),
        *(f"webhook-deed.{deed}" for deed in ReleaseDeed),
        *(f"webhook-standing.{standing}" for standing in DeliveryStanding),
        *(f"part.{part}" for part in PARTS),
        *(f"page.{place.name.replace(':', '.')}" for place in PLACES),
        *(f"item-field.{field.path}" for field in fields),
        *(
            f"choice.{field.path.rpartition('.')[2]}.{choice or 'none'}"
            for field in fields
            if field.type is Type.CHOICE
            for choice in field.choices
        ),
        *(
            f"doubt.{doubt}"
            for doubt in ("unsure", "problem", "flagged", "no-target", "no-baseline", "no-unit", "no-year")
        ),
    }
    assert asked - KNOWN == set()


def test_what_is_read_in_the_other_process_is_what_is_reviewed():
    assert READ_KINDS == KINDS


def test_no_words_for_people_stand_in_templates_or_code():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for path in TEMPLATES:
        assert not chinese.search(path.read_text("utf-8")), path.name
    for path in ROOT.rglob("*.py"):
        text = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text("utf-8"))
        assert not chinese.search(text) or path.name == "settings.py", path.name
