"""The life of a task never leaves its table, whatever is asked of it and in whatever order."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kechuang.domain.tasks.life import NEXT, OPEN, REPORTED, NoSuchStep, State, step


class Life(RuleBasedStateMachine):
    """A task to which anything may be said."""

    def __init__(self):
        super().__init__()
        self.state = State.NOT_BEGUN
        self.walked = [self.state]

    @rule(then=st.sampled_from(State))
    def ask(self, then):
        """Ask for any state; what the table does not allow changes nothing."""
        try:
            self.state = step(self.state, then)
        except NoSuchStep:
            assert then not in NEXT[self.state]
        else:
            self.walked.append(self.state)

    @invariant()
    def every_step_stands_in_the_table(self):
        """Each state follows from the one before it."""
        assert all(then in NEXT[now] for now, then in zip(self.walked, self.walked[1:], strict=False))

    @invariant()
    def nothing_goes_back_to_not_begun(self):
        """What has begun has begun."""
        assert State.NOT_BEGUN not in self.walked[1:]


TestLife = Life.TestCase


def test_every_state_is_in_the_table_and_can_be_reached():
    assert set(NEXT) == set(State)
    assert set().union(*NEXT.values()) == set(State) - {State.NOT_BEGUN}
    assert State(State.DONE) not in OPEN
    assert State.STOPPED not in REPORTED


def test_a_step_that_is_not_there_names_those_that_are():
    with pytest.raises(NoSuchStep, match=r"done → stopped: open steps are under-way"):
        step(State.DONE, State.STOPPED)
