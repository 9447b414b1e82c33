"""Search over everything one may see, and nothing else."""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.web.search.models import Found


def found(client, query, **more):
    """Kinds and titles on the page of results."""
    answer = client.get(reverse("overview:search"), {"q": query, **more})
    assert answer.status_code == 200
    return [(row.kind, row.title) for row in answer.context["rows"]]


def test_what_a_plan_says_is_found_once_it_is_adopted(followed, browser):
    kinds = {kind for kind, _ in found(browser("planner"), "高新")}
    assert kinds == {"document", "item", "indicator"}
    assert [kind for kind, _ in found(browser("planner"), "高新", kind="indicator")] == ["indicator"]
    assert ("plan", "东市科技创新规划") in found(browser("reporter"), "东市科技")


def test_what_is_found_in_a_plan_names_the_plan(followed, browser):
    page = browser("planner").get(reverse("overview:search"), {"q": "高新"}).content.decode()
    assert "规划条目 · 东市科技创新规划</span>" in page
    assert "指标 · 东市科技创新规划</span>" in page


def test_nobody_finds_what_they_may_not_see(followed, browser):
    for username in ("stranger", "administrator", "auditor", "nobody"):
        assert found(browser(username), "高新") == []


def test_what_was_asked_for_is_marked_and_escaped(followed, browser):
    answer = browser("planner").get(reverse("overview:search"), {"q": "技术企业"})
    assert "<mark>技术企业</mark>" in answer.content.decode()
    answer = browser("planner").get(reverse("overview:search"), {"q": "<script>"})
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_a_page_of_results_asks_as_much_for_one_as_for_many(followed, browser, django_assert_num_queries):
    client = browser("planner")
    found(client, "研发")
    with CaptureQueriesContext(connection) as many:
        assert len(found(client, "研发")) > 3
    with django_assert_num_queries(len(many)):
        assert len(found(client, "高新", kind="indicator")) == 1


def test_everything_can_be_put_in_anew(followed, browser, capsys):
    before = set(Found.objects.values_list("kind", "subject", "title", "text"))
    Found.objects.all().delete()
    call_command("search", "rebuild")
    assert set(Found.objects.values_list("kind", "subject", "title", "text")) - before <= set(
        Found.objects.filter(kind="organisation").values_list("kind", "subject", "title", "text")
    )
    assert before - set(Found.objects.values_list("kind", "subject", "title", "text")) == set()
    assert "指标" in capsys.readouterr().out
    assert found(browser("planner"), "高新")
