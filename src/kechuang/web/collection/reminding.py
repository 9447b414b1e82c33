"""Reminders for returns (催报) and escalation (督办): what is due today, each step once, whichever worker runs it."""

from django.db import transaction
from django.utils import timezone

from kechuang.domain.collection.lifecycle import OPEN, Stage
from kechuang.domain.collection.reminders import Audience, Light, Reminder, reminder_for
from kechuang.web.collection import access
from kechuang.web.collection.facts import schedule_of
from kechuang.web.collection.models import Return, Round, RoundStage, SentReminder
from kechuang.web.journal.actions import record
from kechuang.web.notices import actions as notices
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.roles import Role

_VERBS = {Audience.REPORTER: "return.fill", Audience.APPROVER: "return.approve-county", Audience.DIRECTOR: "return.see"}


def remind(*, at):
    """Tell whoever is to be told today; answers how many reminders went out. Run twice, it sends nothing twice."""
    today, sent = timezone.localdate(at), 0
    for round_ in Round.objects.filter(stage=RoundStage.OPEN, opens_on__lte=today):
        sent += _remind_round(round_, today, at)
    return sent


@transaction.atomic
def call_for(round_, *, actor, origin, at):
    """Remind the reporters of every return that has not come (一键催报), once a day; answers how many returns."""
    access.require_manage(actor, round_.plan)
    today = timezone.localdate(at)
    left, light = (round_.closes_on - today).days, Light.RED if today > round_.closes_on else Light.AMBER
    waiting = list(_waiting(round_))
    people = {Audience.REPORTER: _people(Audience.REPORTER, [one.organisation_id for one in waiting])}
    reminder = Reminder(f"by-hand-{today:%m%d}", light, (Audience.REPORTER,), left)
    sent = sum(_send(filed, reminder, people, at) for filed in waiting)
    if sent:
        record("round.called-for", round_, actor=actor, origin=origin, at=at, after={"returns": sent})
    return sent


def _waiting(round_):
    return Return.objects.filter(round=round_, stage__in=list(OPEN)).select_related("round", "organisation")


def _remind_round(round_, today, at):
    schedule = schedule_of(round_)
    done = set(
        SentReminder.objects.filter(in_return__round=round_, due_on=round_.closes_on).values_list("in_return", "step")
    )
    due = []
    for filed in _waiting(round_):
        reminder = reminder_for(Stage(filed.stage), round_.closes_on, today, schedule)
        if reminder is not None and (filed.pk, reminder.step) not in done:
            due.append((filed, reminder))
    if not due:
        return 0
    places = [filed.organisation_id for filed, _ in due]
    people = {audience: _people(audience, places) for audience in Audience}
    return sum(_send(filed, reminder, people, at) for filed, reminder in due)


def _people(audience, places):
    roles = {Role.DIRECTOR} if audience is Audience.DIRECTOR else None
    return organisations.people_who_may(_VERBS[audience], places, roles=roles)


@transaction.atomic
def _send(filed, reminder, people, at):
    told = {one.pk: one for audience in reminder.audience for one in people[audience][filed.organisation_id]}
    sent = {"light": reminder.light.value, "people": len(told), "at": at}
    _, new = SentReminder.objects.get_or_create(
        in_return=filed, step=reminder.step, due_on=filed.round.closes_on, defaults=sent
    )
    if not new:
        return 0
    named = {"round": filed.round.title, "organisation": filed.organisation.name, "days": abs(reminder.days)}
    link = ("collection:return", filed.pk)
    more = {"at": at, "link": link, "level": reminder.light.value, "subject": filed, **named}
    if reminder.days >= 0:
        notices.queue("return-due", told.values(), **more)
    else:
        notices.queue("return-overdue", told.values(), **more)
    after = {"step": reminder.step, "light": reminder.light, "people": len(told)}
    record("return.reminded", filed, at=at, after=after)
    return 1
