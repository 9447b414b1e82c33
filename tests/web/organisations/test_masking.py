"""Names are for those who work in the house: third parties see the first character, the journal keeps what was."""

from django.contrib.auth.models import AnonymousUser

from kechuang.web.organisations.models import Person
from kechuang.web.organisations.templatetags.people import name_for
from kechuang.web.plans.models import Version
from tests.web.plans.conftest import version  # noqa: F401 - a fixture


def test_a_third_party_sees_the_first_character_and_colleagues_the_name(people):
    Person.objects.filter(username="planner").update(name="王小明")
    planner = Person.objects.get(username="planner")
    seen = {viewer: name_for(planner, Person.objects.get(username=viewer)) for viewer in people}
    assert {viewer for viewer, name in seen.items() if name == "王小明"} == set(people) - {"evaluator", "nobody"}
    assert {seen["evaluator"], seen["nobody"], name_for(planner, AnonymousUser())} == {"王＊＊"}


def test_one_s_own_name_is_one_s_own(people):
    assert name_for(people["evaluator"], people["evaluator"]) == "evaluator"
    assert name_for(None, people["evaluator"]) == ""


def test_pages_show_an_evaluator_masked_names(browser, people, version):  # noqa: F811
    Person.objects.filter(pk=people["planner"].pk).update(name="王小明")
    Version.objects.filter(pk=version.pk).update(
        stage="adopted", adopted_by=people["planner"], adopted_at=version.uploaded_at
    )
    address = f"/plans/versions/{version.pk}/"
    assert "王小明" in browser("director").get(address).content.decode()
    page = browser("evaluator").get(address).content.decode()
    assert "王小明" not in page
    assert "王＊＊" in page
