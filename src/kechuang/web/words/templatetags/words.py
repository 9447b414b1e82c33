"""``{% say "key" name=value %}`` and ``{{ "key"|said }}``: words for people, in the language of whoever is looking."""

from django import template

from kechuang.web.words import say as say_in_language

register = template.Library()


@register.simple_tag
def say(key, **details):
    """The wording of ``key``; it is escaped where it is put in."""
    return say_in_language(_key_of(key), **details)


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
