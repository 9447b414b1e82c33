"""What is put together in templates is what stood there, in whichever language, escaped or not."""

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from kechuang.web.words.folding import Stretch, fold

WHOLE = """{% load static %}<h1>{% say "site.name" %}</h1> <a href="{% url 'overview:home' %}">{% static 'kechuang/site.css' %}</a>
{% if those %}<p>{% say "site.skip" %}</p>{% for one in those %}<b>{% say "site.name" %} {{ one }}</b> {% empty %}<i>-</i>{% endfor %}
{% elif other %}<p>{% say "site.skip" %} {{ other }}</p>{% else %}{% say "site.skip" %}!{% endif %}
{% with two=other %}<a href="{% url 'plans:plan' two %}">{{ two }}</a>{% url name %}{% url 'overview:home' as kept %}{{ kept }}{% endwith %}{% autoescape off %}{% say "site.name" %} {{ other }}{% endautoescape %}"""


def _two():
    folded = Template(WHOLE)
    folded.nodelist = fold(folded.nodelist)
    return Template(WHOLE), folded


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("those", [[], ["<甲>", "乙"]])
@pytest.mark.parametrize("autoescape", [True, False])
def test_a_folded_template_says_what_it_said(language, those, autoescape):
    plain, folded = _two()
    given = {"those": those, "other": 7, "name": "overview:search"}
    with translation.override(language):
        expected = plain.render(Context(given, autoescape=autoescape))
        assert [folded.render(Context(given, autoescape=autoescape)) for _ in range(2)] == [expected, expected]


def test_a_language_after_another_is_spoken_too():
    plain, folded = _two()
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            given = Context({"other": 7, "name": "overview:search"})
            assert folded.render(given) == plain.render(given)


def test_templates_of_the_site_are_folded_once():
    base = get_template("base.html").template
    assert any(isinstance(node, Stretch) for node in base.nodelist)
    assert get_template("base.html").template.nodelist is base.nodelist
