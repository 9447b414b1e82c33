"""The public site: open to everybody, and nothing on it that was not released."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from lxml import etree

from kechuang.web.evaluations import actions as evaluations
from kechuang.web.indicators.actions import Value, keep_observations
from kechuang.web.plans import actions as plans
from kechuang.web.publication import actions
from tests.web.publication.conftest import SLUG, by, release

HERE = f"/public/plans/{SLUG}"


def page_of(address, status=200):
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_everybody_reads_the_number_first_and_its_source(released):
    home = page_of("/public/")
    assert home.index("东市科技创新规划") < home.index("2.2") < home.index(f'href="{HERE}/v1/data/data.xlsx"')
    plan = page_of(f"{HERE}/v1/")
    assert "2.2" in plan
    assert "目标" in plan
    indicator = page_of(f"{HERE}/v1/indicators/rd_intensity/")
    assert indicator.index("2.2") < indicator.index("统计口径")
    assert "统计调查填报（编号 9-9）" in indicator


def test_a_plan_leads_to_its_newest_version(released, people, bureau):
    release(people, bureau)
    assert Client().get(f"{HERE}/").url == f"{HERE}/v2/"
    assert Client().get(f"{HERE}/?language=en").url == f"{HERE}/v2/?language=en"
    page_of(f"{HERE}/v1/")


def test_what_was_withdrawn_answers_gone_with_the_reason_everywhere(evaluated, people):
    actions.withdraw(evaluated, reason="口径有误，重新计算", **by(people["director"]))
    for address in ("", "data/", "evaluation/", "indicators/rd_intensity/", "data/figures.csv", "data/report-zh.pdf"):
        assert "口径有误，重新计算" in page_of(f"{HERE}/v1/{address}", 410)
    assert SLUG not in page_of("/public/")
    page_of(f"{HERE}/", 404)
    assert SLUG not in page_of("/public/feed.atom") + page_of("/public/sitemap.xml")


def test_an_evaluation_page_says_nothing_it_is_not_sure_of(evaluated):
    page = page_of(f"{HERE}/v1/evaluation/")
    for words in ("县域创新能力指数", "位次区间", "数据来源清楚，同意结论。", "report-zh.pdf", "东县"):
        assert words in page
    assert "evaluator" not in page


def test_a_release_without_an_evaluation_has_no_page_of_one(released):
    page_of(f"{HERE}/v1/evaluation/", 404)


def test_what_was_never_there_is_not_found(released):
    for address in (f"{HERE}/v9/", "/public/plans/none/", f"{HERE}/v1/indicators/none/", f"{HERE}/v1/data/none.csv"):
        page_of(address, 404)


def test_nothing_is_changed_through_the_public_site(released):
    for address in ("/public/", f"{HERE}/v1/", f"{HERE}/v1/data/figures.csv", "/public/feed.atom"):
        assert Client().post(address).status_code == 405


def test_english_is_asked_for_by_the_address_and_needs_no_cookie(released):
    answer = Client().get(f"{HERE}/v1/?language=en")
    page = answer.content.decode()
    assert 'lang="en"' in page
    assert "Indicators" in page
    assert f"{HERE}/v1/data/?language=en" in page
    assert not answer.cookies


def test_pages_and_files_are_kept_and_asked_for_by_their_tag(released):
    for address, kept in (
        (f"{HERE}/v1/", "max-age=300"),
        (f"{HERE}/v1/data/data.xlsx", "immutable"),
        ("/public/", "public"),
    ):
        first = Client().get(address)
        assert kept in first["Cache-Control"]
        again = Client().get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_who_has_a_file_since_its_release_need_not_take_it_again(released):
    for address in (f"{HERE}/v1/", f"{HERE}/v1/data/data.xlsx"):
        since = Client().get(address)["Last-Modified"]
        assert Client().get(address, headers={"if-modified-since": since}).status_code == 304
        assert Client().get(address, headers={"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"}).status_code == 200
        other = {"if-none-match": '"other"', "if-modified-since": since}  # the tag decides where both are sent
        assert Client().get(address, headers=other).status_code == 200


def test_lists_for_machines_have_a_tag_too_and_are_for_pages_of_others(released, people, bureau):
    for address in ("/public/feed.atom", "/public/sitemap.xml"):
        first = Client().get(address)
        assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
        assert first["Access-Control-Allow-Origin"] == "*"
    file = Client().get(f"{HERE}/v1/data/data.xlsx")
    assert file["Cross-Origin-Resource-Policy"] == "cross-origin"
    before = Client().get("/public/feed.atom")["ETag"]
    release(people, bureau)
    assert Client().get("/public/feed.atom")["ETag"] != before


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_the_public_site_is_only_looked_at(released, method):
    for address in ("/public/", f"{HERE}/v1/", f"{HERE}/v1/data/data.xlsx", "/robots.txt", "/favicon.ico"):
        answer = Client().generic(method, address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_look_at_the_head_says_what_the_page_would(released):
    for address in ("/public/", f"{HERE}/v1/data/data.xlsx", "/public/feed.atom", "/robots.txt"):
        whole, head = Client().get(address), Client().head(address)
        assert (head.status_code, head["Content-Type"], head.content) == (200, whole["Content-Type"], b"")
        assert head.get("ETag") == whole.get("ETag")


def test_whom_to_tell_of_a_weakness_stands_where_the_place_named_somebody(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@plans.example.org"
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == settings.SECURITY_CONTACT
    assert timedelta(days=30) < datetime.fromisoformat(lines["Expires"]) - timezone.now() < timedelta(days=365)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_a_browser_finds_the_site_s_sign_where_no_page_names_it(client, db):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/kechuang/icon.svg")


def test_a_further_release_changes_the_tag_of_the_pages_and_not_of_the_files(released, people, bureau):
    addresses = (f"{HERE}/v1/", f"{HERE}/v1/data/data.xlsx")
    before = [Client().get(address)["ETag"] for address in addresses]
    release(people, bureau)
    after = [Client().get(address)["ETag"] for address in addresses]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def test_every_file_is_served_as_it_was_released(evaluated):
    for file in evaluated.files.all():
        answer = Client().get(f"{HERE}/v1/data/{file.name}")
        assert (answer.content, answer["Content-Type"]) == (bytes(file.content), file.media_type)


def test_the_feed_and_the_map_name_what_stands(released):
    feed = etree.fromstring(page_of("/public/feed.atom").encode())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("//a:entry/a:title/text()", namespaces=names) == ["东市科技创新规划 第1版"]
    found = etree.fromstring(page_of("/public/sitemap.xml").encode()).xpath("//*[local-name()='loc']/text()")
    assert [one.removeprefix("http://testserver") for one in found] == ["/public/", f"{HERE}/v1/", f"{HERE}/v1/data/"]
    assert "Disallow: /\nAllow: /public/" in page_of("/robots.txt")


def everything():
    """All that the public can reach from the home page, files unpacked."""
    waiting, seen, found = ["/public/", "/public/feed.atom", "/public/sitemap.xml"], set(), []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = Client().get(address)
        assert answer.status_code in (200, 302, 410), address
        body = answer.content
        if zipfile.is_zipfile(io.BytesIO(body)):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                body = b"\n".join(archive.read(name) for name in archive.namelist())
        text = body.decode("utf-8", "replace")
        found.append(text)
        if "html" in answer["Content-Type"]:
            waiting += re.findall(r'href="(/public/[^"#]*)"', text)
    return "\n".join(found), seen


@given(secrets=some.lists(some.integers(700_000_000, 799_999_999), min_size=3, max_size=3, unique=True))
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_public_sees_nothing_that_was_not_released(secrets, approved, people, bureau, county):
    """Values approved later, values of counties nobody asked for, drafts and reasons from inside: none of it."""
    inside, later, draft = (str(one) for one in secrets)
    row, plan = approved["研发经费"], approved["研发经费"].plan
    with transaction.atomic():
        value = Value(row.pk, county.pk, 2026, Decimal(inside), source={"return": 1})
        keep_observations([value], **by(people["planner"]))
        release(people, bureau, counties=False)
        value = Value(row.pk, bureau.pk, 2026, Decimal(later), source={"return": 2})
        keep_observations([value], **by(people["planner"]))
        plans.propose_adjustment(plan, reason=f"内部{draft}", basis="x", **by(people["planner"]))
        evaluations.freeze(plan.versions.get(number=1), as_of=2026, actor=people["planner"], at=timezone.now())
        text, seen = everything()
        transaction.set_rollback(True)
    assert len(seen) > 10
    assert "研发经费" in text
    found = [secret for secret in (inside, later, draft) if re.search(rf"(?<!\d){secret}(?!\d)", text)]
    assert found == []


def test_the_public_list_asks_the_database_as_often_for_three_as_for_one(released, people, bureau):
    addresses = ("/public/", f"{HERE}/v1/", f"{HERE}/v1/data/", "/public/feed.atom")
    before = [queries_of(address) for address in addresses]
    release(people, bureau)
    release(people, bureau)
    assert [queries_of(address) for address in addresses] == before


def queries_of(address):
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("language", ["", "?language=en"])
def test_no_public_page_has_script_or_style_of_its_own(evaluated, language):
    for address in (
        "/public/",
        f"{HERE}/v1/",
        f"{HERE}/v1/indicators/rd_intensity/",
        f"{HERE}/v1/evaluation/",
        f"{HERE}/v1/data/",
    ):
        page = page_of(address + language)
        assert not re.search(r"<script|<style|style=|\son\w+=", page)
