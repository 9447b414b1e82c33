"""``{% chart value %}``: a chart on a page, from a chart of ``domain.reports.report``."""

from django import template

from kechuang.web.charts.figure import figure_of
from kechuang.web.charts.views import engine_version

register = template.Library()


@register.inclusion_tag("charts/figure.html", takes_context=True)
def chart(context, value, origin=""):
    """The picture with its table and files; nothing where there is no chart. ``origin`` is where its numbers lead to theirs."""
    request = context.get("request")
    figure = figure_of(value) if value is not None else None
    return {
        "figure": figure,
        "origin": origin,
        "engine": engine_version(),
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
