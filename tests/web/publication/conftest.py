"""Releases of the evaluated plan of the bureau."""

import pytest

from kechuang.web.plans.models import Version
from kechuang.web.publication import actions
from tests.web.evaluations.conftest import (
    adopted,
    approved,
    begun,
    by,
    computed,
    department,
    followed,
    opined,
    recipe,
    signed,
    west,
)

__all__ = ("adopted", "approved", "begun", "computed", "department", "followed", "opined", "recipe", "signed", "west")
BASE = "https://plans.example.org"
SLUG = "510000-2026-2030"


def release(people, bureau, **given):
    """A release of the adopted plan."""
    version = Version.objects.get(plan__organisation=bureau, stage="adopted")
    words = {"kind": "progress", "reason": "定期公开", "base": BASE, "as_of": 2026, **given}
    return actions.release(version, **words, **by(people["director"]))


@pytest.fixture
def released(approved, people, bureau):
    """The progress of the plan, released as its version 1."""
    return release(people, bureau)


@pytest.fixture
def evaluated(signed, people):
    """A signed evaluation, released with the counties."""
    given = {"reason": "公布中期评估", "base": BASE, "counties": True}
    return actions.release_evaluation(signed, **given, **by(people["director"]))
