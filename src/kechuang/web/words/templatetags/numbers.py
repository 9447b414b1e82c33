"""``{% number observation unit %}``: a value with the way to where it came from, ``{% origin name pk words %}``: any other number
with that way; ``{{ value|written }}``: a number as people write it.
"""

from decimal import Decimal

from django import template
from django.utils.html import format_html

from kechuang.web.words import say
from kechuang.web.words.templatetags.addresses import address

register = template.Library()
_THOUSANDS_FROM = 10_000
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}


@register.simple_tag
def number(observation, unit=""):
    """The value of an observation, leading to its lineage (出处); what it says in words where it holds no number."""
    if not observation:
        return "—"
    words = written(observation.value) if observation.value is not None else say(f"observation.{observation.state}")
    target = address("overview:lineage-observation", observation.pk)
    told = say("lineage.of-number", number=words)
    return format_html(
        '<a class="origin" href="{}" aria-label="{}">{}</a>{}', target, told, words, _unit(unit, observation)
    )


@register.simple_tag
def origin(name, pk, words, *more, part=""):
    """A number in words, leading to where it came from: the address ``name`` of ``pk`` and what ``more`` it names, or a part of that page."""
    if not pk or not any(sign.isdigit() for sign in str(words)):
        return "—" if words in (None, "") else words
    target = address(name, pk, *more) + (f"#{part}" if part else "")
    told = say("lineage.of-number", number=words)
    return format_html('<a class="origin" href="{}" aria-label="{}">{}</a>', target, told, words)


@register.filter
def written(value):
    """A number without zeros that say nothing, its thousands parted from 10,000 on; nothing for none."""
    if value is None or value == "":
        return "—"
    exact = (
        value if isinstance(value, Decimal) else Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    )
    words = f"{exact:,f}" if abs(exact) >= _THOUSANDS_FROM else f"{exact:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _unit(unit, observation):
    return format_html(' <span class="unit">{}</span>', unit) if unit and observation.value is not None else ""


@register.filter
def percent(share):
    """A chance in whole percent; never 0 or 100 of what is only expected."""
    if share is None or share == "":
        return "—"
    if share in (0, 1):
        return f"{share:.0%}"
    rounded = round(share * 100)
    return "<1%" if rounded < 1 else ">99%" if rounded > 99 else f"{rounded}%"


@register.filter
def sign(bound):
    """The sign of a bound; none for an exact number."""
    return _SIGNS.get(bound, "")
