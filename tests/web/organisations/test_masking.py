"""Names are for those who work in the house: third parties see the first character, the journal keeps what was."""

import io
import zipfile

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kechuang.web.organisations.models import Person
from kechuang.web.organisations.queries import names_of
from kechuang.web.organisations.roles import Role, Scope
from kechuang.web.organisations.templatetags.people import name_for
from kechuang.web.plans.models import Item, Version
from tests.web.indicators.conftest import adopted, department, followed, west
from tests.web.plans.conftest import version
from tests.web.rights.matrix import IN, build_world, cases
from tests.web.rights.rules import NAMING, RULES

__all__ = ("adopted", "department", "followed", "version", "west")


def test_a_third_party_sees_the_first_character_and_colleagues_the_name(people):
    Person.objects.filter(username="planner").update(name="王小明")
    planner = Person.objects.get(username="planner")
    seen = {viewer: name_for(planner, Person.objects.get(username=viewer)) for viewer in people}
    assert {viewer for viewer, name in seen.items() if name == "王小明"} == set(people) - {"evaluator", "nobody"}
    assert {seen["evaluator"], seen["nobody"], name_for(planner, AnonymousUser())} == {"王＊＊"}


def test_one_s_own_name_is_one_s_own(people):
    assert name_for(people["evaluator"], people["evaluator"]) == "evaluator"
    assert name_for(None, people["evaluator"]) == ""


def test_pages_show_an_evaluator_masked_names(browser, people, version):
    Person.objects.filter(pk=people["planner"].pk).update(name="王小明")
    Version.objects.filter(pk=version.pk).update(
        stage="adopted", adopted_by=people["planner"], adopted_at=version.uploaded_at
    )
    address = f"/plans/versions/{version.pk}/"
    assert "王小明" in browser("director").get(address).content.decode()
    page = browser("evaluator").get(address).content.decode()
    assert "王小明" not in page
    assert "王＊＊" in page


def text_of(answer):
    """What an answer says, whatever it is packed in."""
    data = b"".join(answer) if answer.streaming else answer.content
    if not data.startswith(b"PK\x03\x04"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_no_page_and_no_file_tells_a_third_party_anybody_s_name(db):
    everybody, subjects = build_world()
    evaluators = [who for who in everybody if who.role is Role.EVALUATOR and who.scope is Scope.ALL]
    names = {who.name for who in everybody if who.role is not None and "-" in who.name} - {evaluators[0].name}
    client, told, asked = Client(), [], 0
    client.cookies[settings.SESSION_COOKIE_NAME] = evaluators[0].key
    for case in cases(evaluators, subjects):
        # To leave one's roles to a colleague one has to tell them apart.
        if case.method == "GET" and case.expected == IN and case.name != "accounts:delegate":
            rule = RULES.get(case.name) or NAMING[case.name]
            address = reverse(case.name, args=[*([case.subject.pk] if case.subject else []), *rule.words])
            said, asked = text_of(client.get(address)), asked + 1
            told += [f"{case}: {name}" for name in names if name in said]
    assert told == []
    assert asked > 100


def test_a_signature_is_read_as_names(people):
    Person.objects.filter(username="planner").update(name="王小明")
    Person.objects.filter(username="director").update(name="李青")

    def said(*signatures, viewer):
        with translation.override("zh-hans"):
            return names_of(signatures, Person.objects.get(username=viewer))

    both = {"planner": "王小明", "planner/director": "王小明 代 李青"}
    assert said("planner", "planner/director", "", viewer="auditor") == both
    masked = {"planner": "王＊＊", "planner/director": "王＊＊ 代 李＊", "evaluator": "evaluator"}
    assert said("planner", "planner/director", "evaluator", viewer="evaluator") == masked
    assert said("gone", viewer="auditor") == {"gone": "gone"}
    assert said("gone", viewer="evaluator") == {"gone": "g＊＊"}


def test_names_are_asked_for_once_a_page(people, django_assert_num_queries):
    auditor = people["auditor"]
    names_of(["planner"], auditor)
    with django_assert_num_queries(1):
        names_of(["planner", "planner/director", "reporter"], auditor)
    with django_assert_num_queries(0):
        assert names_of(["", ""], auditor) == {}


def test_the_lineage_of_a_number_masks_who_did_what(browser, people, followed, county):
    Person.objects.filter(pk=people["planner"].pk).update(name="王小明")
    item = Item.objects.filter(kind="indicators").first()
    for viewer, shown in (("director", True), ("evaluator", False)):
        client = browser(viewer)
        for address in (reverse("overview:lineage-item", args=[item.pk]), reverse("plans:item", args=[item.pk])):
            said = client.get(address).content.decode()
            assert ("王小明" in said) is shown, (viewer, address)
            assert "王＊＊" in said or shown
