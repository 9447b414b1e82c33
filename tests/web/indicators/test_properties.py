"""Whatever planners and approvers do, in whatever order: sums hold or a finding says so, and no value ever changes."""

import datetime as dt
from decimal import Decimal

from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kechuang.domain.indicators.breakdown import check_breakdown
from kechuang.web.indicators import actions, queries
from kechuang.web.indicators.assessing import assess, pairs_of
from kechuang.web.indicators.dividing import Draft, complete, draft_of, span_of
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.indicators.states import TYPED

AT = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
NUMBERS = st.integers(min_value=0, max_value=200).map(Decimal)
SHAPES = st.sampled_from(["along", "linear", "geometric", "step", "s", "typed"])
YEARS = (2026, 2027)


class Bureau(RuleBasedStateMachine):
    """A bureau that divides one indicator again and again while values of its counties come, change and go."""

    people, indicator, counties = None, None, ()

    @initialize()
    def begin(self):
        """Every run begins from the plan as it was followed."""
        self.savepoint = connection.savepoint()
        self.kept = {}
        self.withdrawn = set()

    def teardown(self):
        """Every run leaves nothing behind."""
        connection.savepoint_rollback(self.savepoint)

    def _by(self):
        return {"actor": self.people["planner"], "origin": "", "at": AT}

    def _row(self):
        return Indicator.objects.select_related("plan").get(pk=self.indicator.pk)

    @rule(data=st.data())
    def divide(self, data):
        """Somebody saves the grid, with whatever numbers."""
        row = self._row()
        parts = []
        for county in self.counties:
            if data.draw(st.booleans()):
                base, goal = data.draw(st.none() | NUMBERS), data.draw(st.none() | NUMBERS)
                shape = data.draw(SHAPES)
                years = {year: data.draw(NUMBERS) for year in span_of(row).years} if shape == TYPED else {}
                parts.append(Draft(county.pk, shape, base, goal, None, data.draw(st.booleans()), years))
        shape = data.draw(SHAPES.filter(lambda one: one not in ("along", "typed")))
        whole = Draft(row.plan.organisation_id, shape)
        actions.break_down(row, whole, parts, edition=row.edition, **self._by())

    @rule(first=NUMBERS, second=NUMBERS, shape=SHAPES.filter(lambda one: one != "typed"), counted=st.booleans())
    def divide_among_all(self, first, second, shape, counted):
        """Somebody divides the indicator among all counties, as a bureau does."""
        row = self._row()
        pairs = zip(self.counties, (first, second), (True, counted), strict=True)
        parts = [Draft(one.pk, shape, Decimal(30), goal, counted=counts) for one, goal, counts in pairs]
        whole = Draft(row.plan.organisation_id, "linear")
        actions.break_down(row, whole, parts, edition=row.edition, **self._by())

    @rule(year=st.sampled_from(YEARS), first=NUMBERS, second=NUMBERS)
    def approve_all(self, year, first, second):
        """The returns of all counties are approved together."""
        pairs = zip(self.counties, (first, second), strict=True)
        rows = [actions.Value(self.indicator.pk, one.pk, year, value, source={"cell": 2}) for one, value in pairs]
        actions.keep_observations(rows, **self._by())

    @rule()
    def undo(self):
        """Somebody undoes what was done last."""
        row = self._row()
        try:
            actions.undo_break_down(row, edition=row.edition, **self._by())
        except actions.NothingToUndo:
            return

    @rule(at=st.integers(0, 1), year=st.sampled_from(YEARS), value=NUMBERS)
    def approve(self, at, year, value):
        """A county's value is approved, or corrected."""
        one = actions.Value(self.indicator.pk, self.counties[at].pk, year, value, source={"cell": 1})
        actions.keep_observations([one], **self._by())

    @precondition(lambda self: self.kept)
    @rule(at=st.integers(0, 1), year=st.sampled_from(YEARS))
    def withdraw(self, at, year):
        """A county's value is un-approved."""
        place = (self.indicator.pk, self.counties[at].pk, year, "Y")
        actions.withdraw_observations([place], reason="", **self._by())

    @invariant()
    def no_value_ever_changes(self):
        """What was once kept is there, as it was."""
        now = {row["id"]: row for row in Observation.objects.values()}
        assert {pk: now.get(pk) for pk in self.kept} == self.kept
        self.kept = now

    @invariant()
    def revisions_have_no_gaps(self):
        """At every place the revisions count 1, 2, 3."""
        places = {}
        for row in Observation.objects.order_by("revision").values_list(
            "indicator", "organisation", "year", "period", "revision"
        ):
            places.setdefault(row[:4], []).append(row[4])
        assert all(found == list(range(1, len(found) + 1)) for found in places.values())

    @invariant()
    def sums_hold_or_a_finding_says_so(self):
        """The planned years of the parts add up to the whole's, or the page says that they do not."""
        row = self._row()
        whole = queries.whole_course(row, row.plan.organisation_id)
        parts = queries.parts_below(row, row.plan.organisation_id)
        found = check_breakdown(complete(row, draft_of(whole), [draft_of(one) for one in parts]))
        said = {(one.rule, one.year) for one in found}
        counted = [one for one in parts if one.counted]
        planned = {one.pk: {y.year: y.value for y in one.years.all()} for one in (whole, *counted)}
        for year in span_of(row).years if counted else ():
            values = [planned[one.pk].get(year) for one in counted]
            if None in values or whole.target_value is None:
                assert {"target-missing", "year-missing", "baseline-missing"} & {name for name, _ in said}
                continue
            apart = abs(sum(values) - planned[whole.pk][year])
            last = year == row.target_year
            rules = {("sum-short", None if last else year), ("sum-beyond", None if last else year)}
            rules |= {("path-misses-target", year)} if last else set()
            targets_apart = last and any(planned[one.pk][year] != one.target_value for one in counted)
            room = (len(counted) + 1) / 2
            assert apart <= room or rules & said or targets_apart

    @invariant()
    def observed_sums_are_the_sums_of_what_counts(self):
        """A summed value of the whole is what its counted parts say now."""
        row = self._row()
        values = queries.yearly_values([row])
        parts = [one.organisation_id for one in queries.parts_below(row, row.plan.organisation_id) if one.counted]
        for year, one in values.get((row.pk, row.plan.organisation_id), {}).items():
            if one.origin == "summed" and parts:
                there = [values.get((row.pk, part), {}).get(year) for part in parts]
                assert one.value == sum(part.value for part in there)

    @invariant()
    def assessments_are_those_of_a_full_recompute(self):
        """What is on the page is what judging everything anew would say."""
        before = {(one.indicator_id, one.organisation_id): one.working for one in self._assessments()}
        assess(pairs_of([self.indicator.pk]), at=AT)
        assert {(one.indicator_id, one.organisation_id): one.working for one in self._assessments()} == before
        courses = Course.objects.filter(indicator=self.indicator)
        assert set(before) <= set(courses.values_list("indicator_id", "organisation_id"))

    def _assessments(self):
        return Assessment.objects.filter(indicator=self.indicator)


def test_sums_hold_or_are_told_and_values_stay(followed, people, county, west):
    firms = followed["高新技术企业"]
    assess(pairs_of([firms.pk]), at=AT)
    Bureau.people, Bureau.indicator, Bureau.counties = people, firms, (county, west)
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Bureau, settings=settings(max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=checks)
    )
