"""The history of verdicts: a row a change, written with the judgement that made it, and never changed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kechuang.web.indicators import actions
from kechuang.web.indicators.assessing import assess, assess_all, pairs_of
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Course, Observation, VerdictChange
from tests.web.indicators.conftest import by

FIRMS = "高新技术企业"
SPRING = datetime(2029, 3, 1, 9, tzinfo=UTC)


def keep(people, indicator, place, **values):
    """Approve values, by year, in the spring of 2029."""
    rows = [actions.Value(indicator.pk, place.pk, int(year[1:]), Decimal(value)) for year, value in values.items()]
    return actions.keep_observations(rows, **{**by(people["planner"]), "at": SPRING})


def history(indicator, place):
    """From what to what the verdict changed, the oldest first."""
    found = VerdictChange.objects.filter(indicator=indicator, organisation=place).order_by("at", "pk")
    return list(found.values_list("before", "verdict"))


def test_a_verdict_that_changes_leaves_a_row_with_its_odds_and_the_value_it_was_judged_from(followed, people, bureau):
    firms = followed[FIRMS]
    keep(people, firms, bureau, y2023=40, y2024=50, y2026=75, y2027=88)
    before = history(firms, bureau)
    keep(people, firms, bureau, y2028=60)
    first, *_, last = VerdictChange.objects.filter(indicator=firms, organisation=bureau).order_by("pk")
    now = Assessment.objects.get(indicator=firms, organisation=bureau)
    assert first.before == ""
    assert history(firms, bureau)[: len(before)] == before
    assert (last.before, last.verdict, last.probability) == (before[-1][1], now.verdict, now.probability)
    assert last.latest == Observation.objects.get(indicator=firms, organisation=bureau, year=2028)
    assert last.at == now.at


def changes(indicator, place):
    """Every change but the first, the oldest first."""
    found = VerdictChange.objects.filter(indicator=indicator, organisation=place).exclude(before="")
    return list(found.select_related("value").order_by("at", "pk"))


def test_a_change_names_the_new_value_that_made_it_and_the_odds_before(followed, people, bureau):
    firms = followed[FIRMS]
    keep(people, firms, bureau, y2023=40, y2024=50, y2026=75, y2027=88)
    stood = Assessment.objects.get(indicator=firms, organisation=bureau)
    keep(people, firms, bureau, y2028=60)
    *_, last = changes(firms, bureau)
    assert (last.cause, last.value.year, last.value.value) == ("value", 2028, 60)
    assert (last.before, last.probability_before) == (stood.verdict, stood.probability)


def test_a_value_put_right_and_one_taken_back_are_told_apart(followed, people, bureau):
    firms = followed[FIRMS]
    keep(people, firms, bureau, y2023=40, y2024=50, y2026=75, y2027=88, y2028=60)
    keep(people, firms, bureau, y2028=118)
    corrected = changes(firms, bureau)[-1]
    assert (corrected.cause, corrected.value.year, corrected.value.revision) == ("corrected", 2028, 2)
    keep(people, firms, bureau, y2028=60)
    gone = actions.Value(firms.pk, bureau.pk, 2028, None, state="withdrawn")
    actions.keep_observations([gone], **{**by(people["planner"]), "at": SPRING})
    withdrawn = changes(firms, bureau)[-1]
    assert (withdrawn.cause, withdrawn.value) == ("withdrawn", None)


def test_another_target_is_the_cause_where_no_value_is_new(followed, people, bureau, county):
    firms = followed[FIRMS]
    keep(people, firms, county, y2024=40, y2025=42, y2026=44, y2027=46)
    whole = Draft(bureau.pk, "linear", Decimal(60), Decimal(120))
    for target in (47, 300):
        share = Draft(county.pk, "linear", Decimal(42), Decimal(target))
        firms.refresh_from_db()
        actions.break_down(firms, whole, [share], edition=firms.edition, **by(people["planner"]))
    last = changes(firms, county)[-1]
    assert (last.cause, last.value) == ("aim", None)
    assert last.probability_before > last.probability


def test_a_judgement_that_says_the_same_leaves_no_row(followed, adopted):
    before = VerdictChange.objects.count()
    assess_all(adopted.plan, at=timezone.now() + timedelta(seconds=1))
    assert VerdictChange.objects.count() == before
    assert before == Assessment.objects.count()


def test_the_last_row_of_each_course_is_the_verdict_that_stands(followed, people, bureau, county):
    firms = followed[FIRMS]
    Course.objects.create(indicator=firms, organisation=county, base_value=30, target_value=70)
    keep(people, firms, county, y2026=40, y2027=41)
    last = {
        (one.indicator_id, one.organisation_id): (one.verdict, one.reason)
        for one in VerdictChange.objects.order_by("at", "pk")
    }
    judged = Assessment.objects.all()
    assert {place: verdict for place, (verdict, _) in last.items()} == {
        (one.indicator_id, one.organisation_id): one.verdict for one in judged
    }


def test_a_share_that_is_taken_away_is_judged_no_longer_and_the_history_says_so(followed, people, bureau, county):
    firms = followed[FIRMS]
    keep(people, firms, county, y2025=30, y2026=40)
    whole = Draft(bureau.pk, "linear", Decimal(60), Decimal(120))
    share = Draft(county.pk, "linear", Decimal(30), Decimal(120))
    actions.break_down(firms, whole, [share], edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    actions.break_down(firms, whole, [], edition=firms.edition, **by(people["planner"]))
    assert not Assessment.objects.filter(indicator=firms, organisation=county).exists()
    assert history(firms, county)[-1][1] == ""
    assert history(firms, county)[-1][0] != ""


def test_a_change_is_never_changed_or_removed(followed):
    row = VerdictChange.objects.first()
    table = VerdictChange._meta.db_table
    for statement in (f"UPDATE {table} SET verdict = 'reached' WHERE id = %s", f"DELETE FROM {table} WHERE id = %s"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])
    assert VerdictChange.objects.filter(pk=row.pk).exists()


def test_judging_asks_no_more_of_the_database_for_many_than_for_few(followed, county, west, django_assert_num_queries):
    firms = followed[FIRMS]
    for place in (county, west):
        Course.objects.create(indicator=firms, organisation=place, base_value=30, target_value=70)
    moment, everybody = timezone.now(), pairs_of([firms])
    with django_assert_num_queries(6):
        assess([(firms.pk, county.pk)], at=moment)
    with django_assert_num_queries(6):
        assess(everybody, at=moment)
