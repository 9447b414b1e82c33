"""A break-down as the pages post it."""

from kechuang.web.indicators.models import Course, Indicator


def grid(firms, bureau, *rows, **more):
    """The form as a browser sends it: (organisation, part, base, target, shape, typed years)."""
    posted = {"edition": Indicator.objects.get(pk=firms.pk).edition, f"shape-{bureau.pk}": "linear", **more}
    for organisation, part, base, goal, shape, *years in rows:
        pk = organisation.pk
        posted |= {f"part-{pk}": part, f"base-{pk}": base, f"target-{pk}": goal, f"shape-{pk}": shape}
        posted |= {f"y-{pk}-{2026 + at}": value for at, value in enumerate(years)}
    return posted


def shares(firms):
    """Organisation -> (base, target, shape, years) as the database has them."""
    found = Course.objects.filter(indicator=firms).prefetch_related("years")
    return {
        course.organisation.name: (
            course.base_value,
            course.target_value,
            course.shape,
            [one.value for one in sorted(course.years.all(), key=lambda one: one.year)],
        )
        for course in found
    }


WHOLE = (60, 120, "linear", [72, 84, 96, 108, 120])
