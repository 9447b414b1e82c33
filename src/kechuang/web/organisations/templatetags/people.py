"""``{{ step.by|name_for:request.user }}``: names and user names, masked for whoever has no need of them."""

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
def login_for(actor, viewer):
    """The user names an entry of the journal names, or an item (``wang``, ``wang/li``), as ``viewer`` sees them; "" for nobody."""
    own = getattr(viewer, "username", None)
    if needs_names(viewer):
        return actor
    return "/".join(part if part == own else masked_name(part) for part in actor.split("/"))
