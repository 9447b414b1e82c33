"""Whom to notify about an evaluation: who acts next, who began it, and who gave an opinion."""

from kechuang.web.notices import actions as notices
from kechuang.web.organisations.access import people_who_may


def tell(key, evaluation, *, at, verb=None, actor=None, **details):
    """Tell whoever may do ``verb`` next, who began the evaluation and who gave an opinion; whoever did the deed knows."""
    place = evaluation.plan.organisation_id
    next_ = people_who_may(verb, [place])[place] if verb else []
    said = [one.by for one in evaluation.opinions.select_related("by").order_by("pk")]
    people = [one for one in (*next_, evaluation.begun_by, *said) if actor is None or one.pk != actor.pk]
    link = ("evaluations:evaluation", evaluation.pk)
    told = {"plan": evaluation.plan.title, "as_of": evaluation.snapshot.as_of, **details}
    notices.queue(key, people, at=at, link=link, subject=evaluation, **told)
