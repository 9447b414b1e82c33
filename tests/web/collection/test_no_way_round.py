"""No sequence of deeds changes an approved value, or what was submitted, without un-approval above (property, stateful)."""

import os
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kechuang.domain.collection.lifecycle import NoSuchStep, Stage, has_reached
from kechuang.web.collection import actions, approval
from kechuang.web.collection.models import Cell
from kechuang.web.indicators.queries import newest_observations
from tests.web.collection.conftest import bring, by, fill, of

EXPECTED = (
    PermissionDenied,
    NoSuchStep,
    actions.NotOpen,
    actions.NotReady,
    actions.ChangedMeanwhile,
    approval.AboveRestsOnIt,
    approval.BelowNotApproved,
    approval.NotAllApproved,
)
PEOPLE = ("clerk", "reporter", "county-approver", "approver", "planner", "director")
NAME = "高新技术企业"
OTHERS = {"研发经费": "11", "地区生产总值": "520", "研发经费投入强度": "2.12", "技术合同成交额": "8"}
WHERE = st.sampled_from(("west", "town", "county"))


def mostly(*who):
    """The people whose deed it is, and now and then anybody."""
    return st.one_of(st.sampled_from(who), st.sampled_from(who), st.sampled_from(PEOPLE))


class Deeds(RuleBasedStateMachine):
    """Anybody tries anything in a county, its township and another county; what was approved is watched."""

    staff, round_, organisations, reached = None, None, None, None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.stood, self.taken_back = {}, set()

    def teardown(self):
        """Leave no trace for the next run."""
        transaction.savepoint_rollback(self.savepoint)

    def at(self, where):
        """The return there, as it stands."""
        return of(self.round_, self.organisations[where])

    def attempt(self, deed, where, who, **more):
        """Try a deed; one that is refused changes nothing."""
        before = self.at(where).stage
        try:
            deed(self.at(where), **more, **by(self.staff[who]))
        except EXPECTED:
            assert self.at(where).stage == before
            return False
        self.reached.add(self.at(where).stage)
        return True

    @rule(where=WHERE, who=mostly("clerk"), number=st.integers(60, 72))
    def fill_in(self, where, who, number):
        """Somebody fills in everything, one number being theirs to choose."""
        try:
            fill(self.at(where), self.staff[who], {**OTHERS, NAME: str(number)})
        except EXPECTED:
            return

    @rule(where=WHERE, who=mostly("clerk"))
    def submit(self, where, who):
        """Somebody hands in."""
        self.attempt(actions.submit, where, who, edition=self.at(where).edition)

    @rule(where=WHERE, who=mostly("approver", "planner"))
    def approve(self, where, who):
        """Somebody approves."""
        self.attempt(approval.approve, where, who)

    @rule(where=WHERE, who=mostly("approver", "planner"))
    def approve_again(self, where, who):
        """Approving is done more often than undoing."""
        self.attempt(approval.approve, where, who)

    @rule(where=WHERE, who=mostly("planner"))
    def lock(self, where, who):
        """Somebody locks."""
        self.attempt(approval.lock, where, who)

    @rule(where=WHERE, who=mostly("approver", "planner"))
    def send_back(self, where, who):
        """Somebody sends back."""
        self.attempt(approval.send_back, where, who, reason="核对")

    @rule(where=WHERE, who=mostly("approver", "planner"))
    def unapprove(self, where, who):
        """Somebody takes an approval back."""
        if self.attempt(approval.unapprove, where, who, reason="核对"):
            self.taken_back.add(where)

    @invariant()
    def what_was_approved_stands(self):
        """The value that counts is the one that was approved, until an approval was taken back on record."""
        for where, organisation in self.organisations.items():
            approved = has_reached(Stage(self.at(where).stage), Stage.BUREAU_APPROVED)
            found = newest_observations(organisations=[organisation], years=[2026], period="Y")
            counts = [row.value for row in found.filter(indicator__name=NAME, origin="return")]
            cell = Cell.objects.get(in_return=self.at(where), asked__indicator__name=NAME)
            assert counts == ([cell.value] if approved else [])
            if where in self.stood and where not in self.taken_back:
                assert counts == [self.stood[where]]
            if approved:
                self.stood[where] = Decimal(cell.value)
                self.taken_back.discard(where)

    @invariant()
    def nothing_above_rests_on_what_was_not_approved(self):
        """The county stands no higher than its township, up to the bureau's approval."""
        above, below = Stage(self.at("county").stage), Stage(self.at("town").stage)
        for stage in (Stage.COUNTY_APPROVED, Stage.BUREAU_APPROVED):
            assert not has_reached(above, stage) or has_reached(below, stage)


def test_no_sequence_of_deeds_changes_an_approved_value(round_, staff, county, town, west):
    world = {"staff": staff, "round_": round_, "organisations": {"county": county, "town": town, "west": west}}
    for one in (county, town, west):
        bring(of(round_, one), staff, "submitted")
    reached = set()
    how = settings(
        max_examples=int(os.environ.get("KECHUANG_LONG", "10")),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    run_state_machine_as_test(type("Watched", (Deeds,), {**world, "reached": reached}), settings=how)
    assert {"county-approved", "bureau-approved"} <= reached
