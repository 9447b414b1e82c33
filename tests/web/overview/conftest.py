"""The followed plan of the indicators' tests, with values of two counties."""

from decimal import Decimal

import pytest
from django.utils import timezone

from kechuang.web.indicators.actions import Value, keep_observations
from kechuang.web.indicators.models import Course
from tests.web.collection.conftest import round_, staff, town
from tests.web.evaluations.conftest import approved, begun, recipe
from tests.web.indicators.conftest import adopted, department, followed, west

__all__ = [
    "adopted",
    "approved",
    "begun",
    "department",
    "followed",
    "recipe",
    "round_",
    "staff",
    "town",
    "valued",
    "west",
]


@pytest.fixture
def valued(followed, people, county, west):
    """Enterprises of both counties in two years, from a file; the whole is summed."""
    enterprises = followed["高新技术企业"]
    for place, base, goal in ((county, 35, 70), (west, 25, 50)):
        Course.objects.create(indicator=enterprises, organisation=place, base_value=base, target_value=goal)
    values = [
        Value(
            enterprises.pk, place.pk, year, Decimal(number), origin="imported", source={"file": "年报.xlsx", "row": row}
        )
        for row, (place, year, number) in enumerate(
            [(county, 2026, 41), (county, 2027, 48), (west, 2026, 30), (west, 2027, 36)], 2
        )
    ]
    keep_observations(values, actor=people["planner"], origin="10.0.0.8", at=timezone.now())
    return enterprises
