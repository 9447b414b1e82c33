"""Releases."""

from tests.web.api.deeds.deed import WHY, Deed
from tests.web.publication.conftest import release

VERB = "publication.release"


def _signed(one):
    one.signed = one.make("signed")


def _released(one):
    one.release = release(one.people, one.bureau, kind="plan")


DEEDS = {
    "publication-make": Deed(
        "releases", VERB, "director", given=lambda one: {"version": one.version, "kind": "plan", **WHY}
    ),
    "publication-evaluation": Deed(
        "evaluations/{one.signed.pk}/release",
        VERB,
        "director",
        given=lambda one: {"counties": True, **WHY},
        prepare=_signed,
    ),
    "publication-withdraw": Deed(
        "releases/{one.release.pk}/withdraw", VERB, "director", given=lambda one: WHY, prepare=_released
    ),
}
