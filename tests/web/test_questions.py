"""What is asked with a statement made once answers as the queryset does, on both databases, whatever is given."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from kechuang.web.collection.models import Round
from kechuang.web.notices.models import Notice
from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.questions import Among, Given, Question

DAY = date(2026, 1, 1)


@pytest.fixture
def three(county):
    return [county, *(Organisation.objects.create(code=f"5190{n}", name=f"乡{n}", kind="township") for n in (1, 2))]


def test_numbers_days_and_texts_are_given_anew_each_time(county, three):
    question = Question(
        lambda slot: Placement.objects.filter(
            organisation=slot.number("organisation"), starts_on__lte=slot.day("day"), name=slot.text("name")
        )
    )
    one = Placement.objects.create(organisation=three[1], name="甲", parent=county, starts_on=DAY)
    assert question.rows(organisation=three[1].pk, day=DAY, name="甲") == [one]
    assert question.rows(organisation=three[1].pk, day=date(2025, 12, 31), name="甲") == []
    assert question.rows(organisation=three[2].pk, day=DAY, name="甲") == []
    assert question.rows(organisation=three[1].pk, day=DAY, name="乙") == []


@pytest.mark.parametrize("shape", [list, set, frozenset, tuple])
def test_many_numbers_are_one_value_and_none_finds_nothing(three, shape):
    question = Question(lambda slot: Organisation.objects.filter(Among("pk", slot.numbers("those"))).order_by("pk"))
    assert question.rows(those=shape([three[2].pk, three[0].pk])) == [three[0], three[2]]
    assert question.rows(those=shape([])) == []
    assert list(Organisation.objects.filter(Among("pk", shape([three[1].pk])))) == [three[1]]
    assert list(Organisation.objects.exclude(Among("pk", shape(one.pk for one in three[1:]))).filter(pk__in=[three[0].pk, three[1].pk])) == [three[0]]  # fmt: skip


def test_what_belongs_to_a_row_comes_with_it(people):
    question = Question(lambda slot: Person.objects.filter(username=slot.text("name")).select_related("organisation"))
    with CaptureQueriesContext(connection) as asked:
        (found,) = question.rows(name="planner")
        assert found.organisation == people["planner"].organisation
    assert len(asked) == 1
    roles = Question(lambda slot: Person.objects.filter(pk=slot.number("pk")).prefetch_related("roles"))
    (found,) = roles.rows(pk=people["planner"].pk)
    assert [one.role for one in found.roles.all()] == [one.role for one in HeldRole.objects.filter(person=found)]


def test_counts_and_columns_are_as_the_queryset_gives_them(people):
    def build(slot):
        held = HeldRole.objects.filter(starts_on__lte=slot.day("day"))
        return held.values("role").annotate(count=Count("pk")).order_by("role").values_list("role", "count")

    today = date(2026, 11, 26)
    expected = HeldRole.objects.filter(starts_on__lte=today).values("role").annotate(count=Count("pk"))
    assert Question(build).rows(day=today) == list(expected.order_by("role").values_list("role", "count"))


def test_a_question_is_compiled_once_and_asked_in_any_thread(db):
    made = []

    def build(slot):
        made.append(1)
        return Session.objects.filter(session_key=slot.text("key"))

    question, said = Question(build), []
    assert question.rows(key="none") == []

    def ask():
        said.append(question.rows(key="other"))
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()
    assert (said, made) == ([[]], [1])


def test_what_is_not_given_is_missed(county):
    question = Question(lambda slot: Organisation.objects.filter(pk=slot.number("pk")))
    with pytest.raises(KeyError, match="pk"):
        question.rows()


def test_what_builds_a_question_builds_a_queryset_of_known_values(county, three):
    def build(slot):
        return Organisation.objects.filter(Among("pk", slot.numbers("those")), code__gte=slot.text("from")).order_by(
            "pk"
        )

    given = {"those": [one.pk for one in three], "from": three[1].code}
    assert list(build(Given(given))) == Question(build).rows(**given)


def test_a_question_says_which_shapes_it_gives(county):
    question = Question(lambda slot: Organisation.objects.filter(pk=slot.number("pk")).values("name"))
    with pytest.raises(TypeError, match="rows of a model or of values_list"):
        question.rows(pk=county.pk)


def test_rows_of_one_column_and_columns_beside_the_order_are_as_the_queryset_gives_them(county, three):
    def build(slot):
        return Organisation.objects.filter(pk__gte=slot.number("pk")).order_by("kind", "code").distinct()

    flat = Question(lambda slot: build(slot).values_list("name", flat=True))
    assert flat.rows(pk=0) == list(build(Given({"pk": 0})).values_list("name", flat=True))
    pairs = Question(lambda slot: build(slot).values_list("name", "pk"))
    assert pairs.rows(pk=0) == list(build(Given({"pk": 0})).values_list("name", "pk"))


def test_postgresql_plans_a_statement_once(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no plans of its own for each value")
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)


def test_a_value_that_the_statement_would_not_hold_is_said_when_it_is_made(county):
    question = Question(lambda slot: Organisation.objects.filter(pk__gte=0) if slot.number("lost") else None)
    with pytest.raises(ValueError, match="a statement without lost"):
        question.rows(lost=1)


def test_years_and_moments_are_values_too(county):
    at = datetime(2026, 11, 26, 8, tzinfo=UTC)
    Notice.objects.create(recipient_id=Person.objects.create(username="a", name="a", organisation=county).pk, key="k", queued_at=at)  # fmt: skip
    question = Question(lambda slot: Notice.objects.filter(queued_at__gt=slot.moment("since")))
    assert len(question.rows(since=at - timedelta(seconds=1))) == 1
    assert question.rows(since=at) == []
    earlier = Question(lambda slot: Round.objects.filter(year__lt=slot.number("year")))
    assert earlier.rows(year=2026) == []
    assert '"year" <' in earlier._statement("default").sql


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_a_number_that_no_column_holds_finds_nothing(county, number):
    question = Question(lambda slot: Organisation.objects.filter(pk=slot.number("pk")))
    assert question.rows(pk=number) == []


def test_pages_of_numbers_that_no_column_holds_are_not_found(browser):
    planner = browser("planner")
    addresses = (f"/indicators/{10**30}/", f"/collection/returns/{10**30}/", f"/tasks/?plan={10**30}&lead={10**30}")
    assert [planner.get(address).status_code for address in addresses] == [404, 404, 200]
