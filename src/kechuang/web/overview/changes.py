"""What has changed since a moment: values, versions of plans, and tasks, as far as a person may see them."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from kechuang.web.indicators.access import observations_visible_to
from kechuang.web.indicators.models import Observation
from kechuang.web.journal.models import Entry
from kechuang.web.plans.access import versions_visible_to

_SIGNED_IN = "person.signed-in"
_MOST_DAYS = 30


def moment_asked(person, day, *, at):
    """The beginning of the day that was asked for, else the sign-in before the present one, else a month ago."""
    chosen = parse_date(day) if day else None
    if chosen:
        return timezone.make_aware(datetime.combine(chosen, time.min))
    signed = Entry.objects.filter(actor_id=person.pk, deed=_SIGNED_IN).order_by("-number").values_list("at", flat=True)
    before = list(signed[1:2])
    return (parse_datetime(before[0]) if before else None) or at - timedelta(days=_MOST_DAYS)


def values_since(person, moment, *, on):
    """Revisions kept since, the newest first, each with ``before``: the one it follows, or None."""
    found = observations_visible_to(person, on=on).filter(at__gt=moment)
    return found.select_related("indicator__plan", "organisation", "by").order_by("-at", "-pk")


def with_before(rows):
    """Put the revision before beside each row; one query."""
    earlier = Observation.objects.filter(
        indicator__in={one.indicator_id for one in rows},
        organisation__in={one.organisation_id for one in rows},
        year__in={one.year for one in rows},
        revision__in={one.revision - 1 for one in rows},
    )
    known = {(one.indicator_id, one.organisation_id, one.year, one.period, one.revision): one for one in earlier}
    for one in rows:
        one.before = known.get((one.indicator_id, one.organisation_id, one.year, one.period, one.revision - 1))
    return rows


def versions_since(person, moment, *, on):
    """Versions of plans that were adopted since."""
    found = versions_visible_to(person, on=on).filter(adopted_at__gt=moment)
    return found.select_related("plan__organisation").order_by("-adopted_at")
