"""Evaluations and releases by program."""

from hashlib import sha256

from kechuang.web.evaluations.models import Evaluation, Recipe
from kechuang.web.journal.models import Entry
from kechuang.web.publication.models import Release
from tests.web.api.conftest import code
from tests.web.api.deeds import DEEDS
from tests.web.api.deeds.deed import WHY


def test_an_evaluation_is_begun_said_of_signed_and_released(program, computed):
    shown = program("planner").get(f"evaluations/{computed.pk}").json()
    said = {"digest": shown["digest"]}
    assert {one["name"] for one in shown["files"]} >= {"results.json"}
    assert code(program("planner").post(f"evaluations/{computed.pk}/compute-again")) == (409, "no-such-step")
    evaluator, director = program("evaluator"), program("director")
    assert code(director.post(f"evaluations/{computed.pk}/release", WHY)) == (409, "not-signed")
    assert evaluator.post(f"evaluations/{computed.pk}/opinion", {**said, "text": "同意"}).status_code == 200
    assert director.post(f"evaluations/{computed.pk}/sign", said).status_code == 200
    assert director.post(f"evaluations/{computed.pk}/release", {**WHY, "slug": "plan-1"}).status_code == 200
    shown = evaluator.get(f"evaluations/{computed.pk}").json()
    assert (shown["stage"], [one["text"] for one in shown["opinions"]]) == ("published", ["同意"])
    assert Release.objects.get().publication.slug == "plan-1"


def test_what_failed_is_computed_again(program, begun):
    Evaluation.objects.filter(pk=begun.pk).update(problem="job-worker-died")
    planner = program("planner")
    assert planner.get(f"evaluations/{begun.pk}").json()["problem"] == "job-worker-died"
    assert code(program("evaluator").post(f"evaluations/{begun.pk}/compute-again")) == (403, "not-allowed")
    assert planner.post(f"evaluations/{begun.pk}/compute-again").status_code == 200


def test_a_recipe_names_what_is_wrong_with_it(program, subjects):
    answer = program("planner").post("recipes", {"name": "x", "text": "title: 无", "reason": "试"})
    assert code(answer) == (422, "unfit")
    assert answer.json()["errors"][0]["where"] == "body.text"
    shown = program("evaluator").get(f"recipes/{subjects.recipe}").json()
    assert (shown["number"], shown["text"][:5]) == (1, Recipe.objects.get().text[:5])


def test_a_release_is_withdrawn_once(program, subjects):
    DEEDS["publication-withdraw"].prepare(subjects)
    director, address = program("director"), f"releases/{subjects.release.pk}/withdraw"
    assert director.post(address, WHY).status_code == 200
    assert code(director.post(address, WHY)) == (409, "no-such-step")


def test_files_of_the_results_are_those_the_evaluation_names(program, computed):
    evaluator = program("evaluator")
    for file in evaluator.get(f"evaluations/{computed.pk}").json()["files"]:
        answer = evaluator.get(f"evaluations/{computed.pk}/files/{file['name']}")
        assert (sha256(answer.content).hexdigest(), answer["Content-Type"]) == (file["sha256"], file["media_type"])
    taken = Entry.objects.filter(deed="evaluation.exported", origin__endswith=f"token {evaluator.token.pk}")
    assert taken.count() == len(evaluator.get(f"evaluations/{computed.pk}").json()["files"])
    assert code(evaluator.get(f"evaluations/{computed.pk}/files/none")) == (404, "not-found")
    assert code(program("reporter").get(f"evaluations/{computed.pk}/files/results.json")) == (404, "not-found")
