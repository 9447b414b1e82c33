"""A task that is in order: under way, led, with a deadline and two milestones, the first of them reached."""

from datetime import date

import pytest

from kechuang.domain.source import Source
from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.task import FollowedTask, Milestone, Reported

TODAY = date(2027, 6, 1)


@pytest.fixture
def task():
    """The task, as it is followed on 1 June 2027."""
    return FollowedTask(
        title="提升平台能级",
        state=State.UNDER_WAY,
        lead_name="县科技局",
        lead="云岭县科学技术局",
        lead_stands=True,
        deadline=date(2028, 12, 31),
        plan_ends=date(2030, 12, 31),
        milestones=(
            Milestone("完成选址", date(2027, 3, 31), date(2027, 3, 20)),
            Milestone("开工建设", date(2028, 3, 31)),
        ),
        reported=Reported(date(2027, 5, 20), 60),
        last_heard=date(2027, 5, 20),
        source=Source("plan.docx", 12, None, 100, 106, "提升平台能级"),
    )
