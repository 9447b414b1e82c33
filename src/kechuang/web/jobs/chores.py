"""What is done regularly beside jobs (例行事务): one table for all workers records when each was last done."""

from datetime import timedelta

from kechuang.web.jobs.models import Chore


def claim(name, seconds, *, at):
    """Whether a chore is due, at most once in ``seconds`` whichever worker asks; whoever is told so does it."""
    if Chore.objects.filter(name=name, claimed_at__lte=at - timedelta(seconds=seconds)).update(claimed_at=at):
        return True
    _, first = Chore.objects.get_or_create(name=name, defaults={"claimed_at": at})
    return first
