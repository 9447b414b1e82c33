"""``{% say "key" name=value %}`` and ``{{ "key"|said }}``: words for people, in the language of whoever is looking."""

from django import template
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from kechuang.web.words import say as say_in_language

register = template.Library()


@register.simple_tag(name="say")
def say_with(key, **details):
    """The wording of ``key``; it is escaped where it is put in."""
    return say_in_language(_key_of(key), **details)


_COMPILE = register.tags["say"]


@register.tag
def say(parser, token):
    """``{% say "key" %}``, ``{% say "key" name=value %}``; a wording without details is looked up once a language."""
    parts = token.split_contents()
    if len(parts) == 2 and parts[1][0] in "\"'" and parts[1][0] == parts[1][-1]:
        return Wording(parts[1][1:-1])
    return _COMPILE(parser, token)


class Wording(template.Node):
    """A wording of which nothing depends on the page: most of what a page says."""

    def __init__(self, key):
        self.key, self.said = _key_of(key), {}

    def render(self, context):
        language = get_language()
        if language not in self.said:
            words = say_in_language(self.key)
            self.said[language] = words, conditional_escape(words)
        return self.said[language][bool(context.autoescape)]


@register.filter
def said(key, prefix=""):
    """The wording of a code that stands in data: ``{{ item.kind|said:"kind." }}``."""
    return say_in_language(_key_of(f"{prefix}{key}"))


@register.filter
def lookup(mapping, key):
    """The entry of a mapping, for keys that are themselves values."""
    return mapping.get(key) if hasattr(mapping, "get") else None


def _key_of(key):
    """A key as the rulebook has it, where a colon ends a key: ``page.plans:list`` stands there as ``page.plans.list``."""
    return str(key).replace(":", ".")
