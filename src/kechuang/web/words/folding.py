"""Templates of which whatever is the same each time is put together once a language: texts, wordings, addresses, files of ours.

Most of a page is such; so a page is made of the few pieces that differ and the stretches between them.
"""

from django.template.base import Node, NodeList, TextNode
from django.template.defaulttags import IfNode, URLNode
from django.template.loaders import cached
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

from kechuang.web.words.templatetags.words import Wording


class Loader(cached.Loader):
    """Templates as the loaders below find them, folded."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        if not getattr(template, "folded", False):
            template.nodelist = fold(template.nodelist)
            template.folded = True
        return template


class Stretch(Node):
    """Nodes next to one another of which nothing depends on the page."""

    child_nodelists = ()

    def __init__(self, nodes):
        self.nodes, self.written = nodes, {}
        self.token, self.origin = nodes[0].token, nodes[0].origin

    def render(self, context):
        key = get_language(), context.autoescape
        if key not in self.written:
            self.written[key] = "".join(node.render_annotated(context) for node in self.nodes)
        return self.written[key]


def fold(nodelist):
    """The same nodes, with those next to one another that never change in one, here and in all that they hold."""
    folded, together = NodeList(), []
    folded.contains_nontext = nodelist.contains_nontext
    for node in nodelist:
        if _is_the_same_each_time(node):
            together.append(node)
            continue
        folded += _joined(together)
        together = []
        folded.append(_fold_within(node))
    folded += _joined(together)
    return folded


def _joined(nodes):
    return nodes if len(nodes) < 2 else [Stretch(nodes)]


def _fold_within(node):
    if isinstance(node, IfNode):
        node.conditions_nodelists = [(condition, fold(nodes)) for condition, nodes in node.conditions_nodelists]
        return node
    for name in node.child_nodelists:
        nodes = getattr(node, name, None)
        if isinstance(nodes, NodeList):
            setattr(node, name, fold(nodes))
    return node


def _is_the_same_each_time(node):
    if isinstance(node, StaticNode):
        return node.varname is None and _is_constant(node.path)
    if isinstance(node, URLNode):
        return not (node.args or node.kwargs or node.asvar) and _is_constant(node.view_name)
    return isinstance(node, TextNode | Wording)


def _is_constant(expression):
    return isinstance(expression.var, str) and not expression.filters
