"""The pages of evaluations: who sees them, what they show, and how often they ask the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.states import Stage
from kechuang.web.journal.models import Entry
from tests.web.evaluations.conftest import RECIPE, results_of
from tests.web.indicators.conftest import by


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_page_of_an_evaluation_shows_the_number_first_and_the_hash(computed, browser):
    page = page_of(browser("planner"), f"/evaluations/{computed.pk}/")
    for words in ("目标研判", "研发经费投入强度", "2.2", computed.digest, computed.snapshot.sha256, "中期评估"):
        assert words in page
    assert page.index("<strong>") < page.index("研发经费投入强度")


def test_a_target_is_shown_as_the_plan_puts_it_and_a_sum_over_years_has_no_baseline(computed, browser):
    page = page_of(browser("planner"), f"/evaluations/{computed.pk}/")
    rows = {row[: row.index("</th>")].split(" <")[0]: row for row in page.split('<tr><th scope="row">')[1:]}
    assert ">≥ 3</a>" in rows["研发经费投入强度"]
    assert "期内累计" in rows["技术合同成交额"]
    assert '<td class="number">—</td>' in rows["技术合同成交额"]


def test_a_recipe_is_shown_by_its_parts_and_their_share_of_the_whole(recipe, browser):
    page = page_of(browser("planner"), f"/evaluations/recipes/{recipe.pk}/")
    place = page.index("研发投入强度</th>")
    assert page.index("创新投入</th>") < place < page.index("<pre")
    assert '0.60</td><td class="number counted">0.210</td>' in page[place:]


def test_an_evaluation_that_is_not_computed_shows_its_progress(begun, browser):
    assert "<progress" in page_of(browser("planner"), f"/evaluations/{begun.pk}/")
    assert browser("planner").get(f"/evaluations/{begun.pk}/progress/").status_code == 200


def test_when_it_is_done_the_page_is_loaded_anew(computed, browser):
    assert browser("planner").get(f"/evaluations/{computed.pk}/progress/")["HX-Refresh"] == "true"


@pytest.mark.parametrize("person", ["reporter", "approver", "auditor", "administrator", "stranger", "nobody"])
def test_who_may_not_see_an_evaluation_does_not_learn_that_it_is_there(person, signed, browser):
    client = browser(person)
    for address in ("", "index/", "index/510001/", "files/results.json", "sign/", "withdraw/"):
        assert client.get(f"/evaluations/{signed.pk}/{address}").status_code == 404, address
    for address in ("opinion/", "sign/", "withdraw/", "again/"):
        assert client.post(f"/evaluations/{signed.pk}/{address}").status_code == 404, address


def test_who_may_see_but_not_do_is_told_so(opined, browser):
    assert browser("planner").post(f"/evaluations/{opined.pk}/opinion/", {"text": "好"}).status_code == 403
    assert browser("evaluator").get(f"/evaluations/{opined.pk}/sign/").status_code == 403
    assert browser("evaluator").post(f"/evaluations/{opined.pk}/withdraw/", {"reason": "x"}).status_code == 403
    assert browser("director").get("/evaluations/begin/").status_code == 403
    assert browser("evaluator").get("/evaluations/recipes/add/").status_code == 403


def test_a_planner_begins_an_evaluation_in_the_page(approved, recipe, browser, bureau):
    client = browser("planner")
    assert "东市科技创新规划 v1" in page_of(client, "/evaluations/begin/")
    version = approved["研发经费"].plan.versions.get().pk
    sent = {"version": version, "kind": "midterm", "as_of": 2026, "recipe": recipe.pk}
    answer = client.post("/evaluations/begin/", sent)
    found = Evaluation.objects.get()
    assert answer.url == f"/evaluations/{found.pk}/"
    assert (found.kind, found.snapshot.as_of, found.recipe) == ("midterm", 2026, recipe)


def test_a_form_that_is_not_filled_in_comes_back(approved, browser):
    answer = browser("planner").post("/evaluations/begin/", {"kind": "midterm"})
    assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_the_third_party_gives_an_opinion_in_the_page(computed, browser):
    client = browser("evaluator")
    assert "提交意见" in page_of(client, f"/evaluations/{computed.pk}/")
    assert (
        client.post(f"/evaluations/{computed.pk}/opinion/", {"text": "", "digest": computed.digest}).status_code == 422
    )
    client.post(f"/evaluations/{computed.pk}/opinion/", {"text": "同意结论。", "digest": computed.digest})
    computed.refresh_from_db()
    assert computed.stage == Stage.OPINION_GIVEN
    assert "同意结论。" in page_of(browser("director"), f"/evaluations/{computed.pk}/")


def test_the_director_signs_with_the_digest_before_their_eyes(opined, browser):
    client = browser("director")
    assert opined.digest in page_of(client, f"/evaluations/{opined.pk}/sign/")
    client.post(f"/evaluations/{opined.pk}/sign/", {"digest": "0" * 64})
    opined.refresh_from_db()
    assert opined.stage == Stage.OPINION_GIVEN
    client.post(f"/evaluations/{opined.pk}/sign/", {"digest": opined.digest})
    opined.refresh_from_db()
    assert opined.stage == Stage.SIGNED


def test_a_file_that_is_taken_away_is_written_down(computed, browser):
    answer = browser("evaluator").get(f"/evaluations/{computed.pk}/files/report-zh.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    entry = Entry.objects.get(deed="evaluation.exported")
    assert (entry.actor, "report-zh.pdf" in entry.after) == ("evaluator", True)


def test_the_index_says_ahead_only_where_it_is_sure(computed, browser):
    page = page_of(browser("planner"), f"/evaluations/{computed.pk}/index/")
    for words in ("县域创新能力指数", "东县", "西县", "位次区间", "两两比较", "优于"):
        assert words in page


def test_the_working_of_a_score_goes_down_to_the_approved_value(computed, browser, county):
    page = page_of(browser("planner"), f"/evaluations/{computed.pk}/index/{county.code}/")
    for words in ("研发投入强度", "标准化", f"统计调查填报（编号 {county.pk}-1"):
        assert words in page
    assert browser("planner").get(f"/evaluations/{computed.pk}/index/none/").status_code == 404


def test_a_recipe_is_kept_in_the_page_or_refused_with_its_place(bureau, browser):
    client = browser("planner")
    assert "county_innovation" in page_of(client, "/evaluations/recipes/add/")
    broken = {"name": "own", "text": RECIPE.replace("key: gerd", "key: nothing"), "reason": "试"}
    answer = client.post("/evaluations/recipes/add/", broken)
    assert answer.status_code == 422
    assert "nothing" in answer.content.decode()
    answer = client.post("/evaluations/recipes/add/", {"name": "own", "text": RECIPE, "reason": "首次"})
    assert "minmax" in page_of(client, answer.url)


def test_the_list_asks_the_database_as_often_for_three_as_for_one(computed, recipe, browser, people):
    client = browser("planner")
    addresses = ("/evaluations/", "/evaluations/recipes/")
    before = [queries_of(client, address) for address in addresses]
    for number in range(2):
        given = {"kind": "midterm", "as_of": 2026, "recipe": recipe}
        actions.begin(computed.snapshot.version, **given, **by(people["planner"]))
        text = RECIPE.replace("seed: 2026", f"seed: {number}")
        actions.keep_recipe(recipe.organisation, name="more", text=text, reason="", **by(people["planner"]))
    assert [queries_of(client, address) for address in addresses] == before


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_an_opinion_costs_no_further_question(opined, browser, people):
    client = browser("planner")
    address = f"/evaluations/{opined.pk}/"
    before = queries_of(client, address)
    for number in range(2):
        given = {"text": f"补充意见{number}", "digest": opined.digest}
        actions.give_opinion(opined, **given, actor=people["evaluator"], origin="", at=timezone.now())
    assert queries_of(client, address) == before


def test_results_that_were_computed_once_are_shown_again_in_english(computed, browser):
    client = browser("evaluator")
    client.cookies["language"] = "en"
    page = page_of(client, f"/evaluations/{computed.pk}/")
    assert "Outlook on the targets" in page
    assert results_of(computed).digest in page
