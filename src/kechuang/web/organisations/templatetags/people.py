"""``{{ step.by|name_for:request.user }}``, ``{{ entry.actor|named:names }}``: names, masked for whoever has no need of them."""

from django import template

from kechuang.domain.masking import masked_name
from kechuang.web.organisations.access import needs_names

register = template.Library()


@register.filter
def name_for(person, viewer):
    """The name of ``person`` as ``viewer`` sees it; "" for nobody."""
    if person is None:
        return ""
    own = getattr(viewer, "pk", None) == person.pk
    return person.name if own or needs_names(viewer) else masked_name(person.name)


@register.filter
def named(signature, names):
    """What a signature is called, of the ``names_of`` a page; "" for nobody."""
    return names.get(signature, signature) if names else signature
