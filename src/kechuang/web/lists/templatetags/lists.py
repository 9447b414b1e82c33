"""``{% list_tools %}``: kept filters, columns and density, above a list."""

from django import template
from django.urls import reverse

from kechuang.web.lists.access import views_for_page

register = template.Library()


@register.inclusion_tag("lists/tools.html", takes_context=True)
def list_tools(context):
    """What is kept for this page, each with whether it is what is shown now; one query."""
    request = context["request"]
    page = request.resolver_match.view_name
    now = request.GET.copy()
    now.pop("page", None)
    query = now.urlencode()
    views = views_for_page(request.user, page)
    for one in views:
        one.is_mine = one.person_id == request.user.pk
        one.is_shown = one.query == query
    return {
        "views": views,
        "page": page,
        "address": reverse(page),
        "query": query,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
