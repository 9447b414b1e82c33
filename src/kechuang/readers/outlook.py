"""The rulebook ``national/outlook``: thresholds of the verdicts, the count model's prior, and the fitted weights."""

from dataclasses import replace
from functools import cache

from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.counts import Rate
from kechuang.domain.indicators.outlook import Rules
from kechuang.readers.rulebooks import load_yaml


@cache
def read_constants() -> Constants:
    """The weights as fitted."""
    model = load_yaml("national", "outlook.yaml")["model"]
    return Constants(
        {name: (at, change) for name, (at, change) in model["location"].items()},
        {name: (at, change) for name, (at, change) in model["spread"].items()},
        **{name: float(model[name]) for name in ("freedom", "floor", "half_panel", "prior_deviation", "prior_freedom")},
    )


@cache
def read_plan_constants() -> Constants:
    """The weights for indicators of plans, whose lone series are taken to be as restless as the field's."""
    plan = load_yaml("national", "outlook.yaml")["plan"]
    return replace(
        read_constants(),
        prior_deviation=float(plan["prior_deviation"]),
        prior_freedom=float(plan["prior_freedom"]),
        drift_deviation=float(plan["drift_deviation"]),
    )


@cache
def read_thresholds() -> Rules:
    """The thresholds of the verdicts and the count model's prior."""
    data = load_yaml("national", "outlook.yaml")
    verdict, counts = data["verdict"], data["counts"]
    return Rules(
        on_course=float(verdict["on_course"]),
        off_course=float(verdict["off_course"]),
        fewest_steps=int(verdict["fewest_steps"]),
        fewest_others=int(verdict["fewest_others"]),
        stale_years=int(verdict["stale_years"]),
        interval=float(verdict["interval"]),
        widest=float(verdict["widest"]),
        small_count=float(counts["small"]),
        gains=Rate(float(counts["shape"]), float(counts["years"])),
        losses=Rate(float(counts["losses_shape"]), float(counts["years"])),
    )
