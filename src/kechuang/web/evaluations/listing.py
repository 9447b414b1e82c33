"""Evaluations as search lists them."""

from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.search.actions import Listing

KINDS = ("evaluation",)


def listing_of(evaluation):
    """An evaluation by its plan, year and kind, in every language of the site."""
    kinds = " ".join(read_words(language).say(f"evaluation-kind.{evaluation.kind}") for language in LANGUAGES)
    title = f"{evaluation.plan.title} {evaluation.snapshot.as_of}"
    return Listing("evaluation", evaluation.pk, title, kinds, evaluation.plan.organisation_id)


def all_listings():
    """Everything of the room, to put it in anew."""
    found = Evaluation.objects.select_related("plan", "snapshot").defer("snapshot__content")
    return (listing_of(one) for one in found)
