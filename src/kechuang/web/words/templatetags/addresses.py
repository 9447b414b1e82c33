"""``{% url %}`` that keeps the addresses it has made: a list holds dozens, and the same ones stand on many pages."""

from functools import lru_cache

from django import template
from django.template import defaulttags
from django.urls import reverse
from django.utils.html import conditional_escape

register = template.Library()


@lru_cache(maxsize=16_384, typed=True)
def address(name, *which):
    """The address of a page, of what it shows where it shows one thing."""
    return reverse(name, args=which)


@register.tag
def url(parser, token):
    """As Django's own."""
    node = defaulttags.url(parser, token)
    return node if node.kwargs or node.asvar else _Address(node.view_name, node.args, {}, None)


class _Address(defaulttags.URLNode):
    def render(self, context):
        made = address(self.view_name.resolve(context), *[one.resolve(context) for one in self.args])
        return conditional_escape(made) if context.autoescape else made
