"""Asks what a description allows and what it does not, and looks at the answers."""

import json
import random
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from kechuang.web.api.actions import make_token
from kechuang.web.api.site import openapi
from kechuang.web.collection import actions as collection
from kechuang.web.evaluations import actions as evaluations
from kechuang.web.evaluations.computing import compute
from kechuang.web.evaluations.indexing import default_text
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.indicators import actions as indicators
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations.roles import VERBS, Role, Scope
from kechuang.web.plans import actions as plans
from kechuang.web.plans.models import Version
from kechuang.web.publication import actions as publication
from kechuang.web.tasks import following
from kechuang.web.tasks.models import Task
from tests.web.api.deeds import tasks
from tests.web.conftest import make_organisation, make_person
from tests.web.indicators.conftest import DOCUMENT, adopt, by, read_of

_LISTS = (
    "plans", "indicators", "observations", "tasks", "rounds", "returns", "evaluations", "releases", "organisations", "notices",
    "tasks/{task}/reports", "work-plans", "task-names", "search?q=研发", "versions/{version}/items", "versions/{version}/findings", "recipes", "indicators/{indicator}/break-down", "me",
)  # fmt: skip
_FILES = {"document", "file", "sheet", "evidence"}
# What in a body names something: generators make up ids that name nothing.
_IDS = {
    "version", "plan", "organisation", "organisations", "indicator", "recipe", "asked", "of", "lead", "supporting", "items",
    "item", "task", "owner", "milestone", "answers",
}  # fmt: skip


def make_world(at):
    """A bureau, a county, somebody in every role, an adopted plan that is followed, a round; answers tokens by role."""
    bureau = make_organisation("510000", "市科技局", "bureau")
    county = make_organisation("510001", "东县", parent=bureau)
    people = {role.value: make_person(role.value, bureau, role) for role in Role if role is not Role.REPORTER}
    people["reporter"] = make_person("reporter", county, Role.REPORTER, Scope.OWN)
    version = adopt(people, bureau, read_of())
    indicators.follow_plan(version, **by(people["planner"]))
    following.follow_plan(version, **by(people["planner"]))
    adopt_draft(people, bureau)
    follow_tasks(people, county)
    today = at.date()
    asked = [(row, True) for row in Indicator.objects.all()[:3]]
    collection.open_round(
        version.plan, title="2026年度统计", year=2026, period="Y", opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=9), indicators=asked, units=[county, bureau], **by(people["planner"]),
    )  # fmt: skip
    evaluate(version, people, bureau, at)
    return {name: _token(person, at) for name, person in people.items()}


def evaluate(version, people, bureau, at):
    """A recipe, an evaluation that is signed, another that is computed, and a release."""
    planner, words = by(people["planner"]), {"name": "county_innovation", "text": default_text(), "reason": "x"}
    recipe = evaluations.keep_recipe(bureau, **words, **planner)
    for kind in ("midterm", "final"):
        begun = evaluations.begin(version, kind=kind, as_of=2026, recipe=recipe, **planner)
        evaluations.keep_results(begun, compute(bytes(begun.snapshot.content), kind=kind, recipe=recipe.text), at=at)
    done = Evaluation.objects.order_by("pk").first()
    evaluations.give_opinion(done, text="x", digest=done.digest, **by(people["evaluator"]))
    evaluations.sign(done, digest=done.digest, **by(people["director"]))
    about = {"kind": "plan", "reason": "x", "base": "https://plans.example.org", "as_of": 2026}
    publication.release(version, **about, **by(people["director"]))


def follow_tasks(people, county):
    """A plan with tasks and a yearly work plan laid beside the first."""
    one = SimpleNamespace(people=people, county=county, bureau=people["planner"].organisation)
    tasks.follow(one)
    tasks.link(one)


def adopt_draft(people, bureau):
    """A second plan that waits for review."""
    draft = plans.upload(b"draft", name="draft.txt", organisation=bureau, **by(people["planner"]))
    plans.keep_reading(draft, DOCUMENT, read_of(), at=draft.uploaded_at)


def _token(person, at):
    roles = {Role(held.role) for held in person.roles.all()}
    verbs = sorted(verb for verb, allowed in VERBS.items() if roles & allowed)
    _, shown = make_token(
        name="fuzz", verbs=verbs, organisation=person.organisation, days=30, actor=person, origin="", at=at
    )
    return shown


class Fuzzer:
    """Asks every operation so many times as everybody, and keeps what was answered."""

    def __init__(self, tokens, chance: random.Random):
        self.tokens, self.chance = tokens, chance
        self.client = Client(raise_request_exception=False)
        self.answers: Counter = Counter()
        self.asked = 0
        description = json.loads(json.dumps(openapi("en"), default=str))
        self.known = {
            operation["operationId"]: set(operation["responses"])
            for path in description["paths"].values()
            for operation in path.values()
        }
        self.files = {
            operation["operationId"]
            for path in description["paths"].values()
            for operation in path.values()
            if "application/json" not in operation["responses"]["200"].get("content", {})
        }
        schema = schemathesis.openapi.from_dict(description)
        self.operations = [found.ok() for found in schema.get_all_operations()]
        self.able = {found.label: _able(found.definition.raw["operationId"]) for found in self.operations}

    def run(self, cases):
        """What was wrong with the answers, in words."""
        wrong: list[str] = []
        each = max(1, -(-cases // (2 * len(self.operations))))
        for operation in self.operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._ask(operation, mode, each, wrong)
        return wrong

    def _ask(self, operation, mode, each, wrong):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except Exception:  # an operation of which nothing can be wrong
            return
        quiet = settings(
            max_examples=each, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), derandomize=False,
        )  # fmt: skip

        @seed(self.chance.randrange(2**32))
        @quiet
        @given(case=strategy)
        def ask(case):
            wrong.extend(self._judge(case))

        try:
            ask()
        except Exception as unsatisfied:  # nothing that does not fit could be made
            if "Unsatisfiable" not in type(unsatisfied).__name__:
                raise

    def _judge(self, case):
        name = case.operation.definition.raw["operationId"]
        answer = self._send(case)
        self.asked += 1
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            yield f"{answer.status_code} {name} {case.path_parameters} {case.query} {case.body!r}"[:400]
        elif str(answer.status_code) not in self.known[name] | {"405"}:
            yield f"{answer.status_code} {name} is not described"
        elif answer.streaming:
            b"".join(answer)
        elif answer.status_code != 304 and (answer.status_code != 200 or name not in self.files):
            try:
                json.loads(answer.content)
            except ValueError:
                yield f"{name} answers no JSON"

    def _send(self, case):
        kwargs = case.as_transport_kwargs(base_url="http://testserver")
        role = self.chance.choice(
            sorted(self.tokens) if self.chance.random() < 0.5 else self.able[case.operation.label]
        )
        headers = {"authorization": f"Bearer {self.tokens[role]}"}
        prepared = SimpleNamespace(**{"params": None, "json": None, "data": None, "headers": {}, **kwargs})
        for name, value in (prepared.headers or {}).items():
            if name.lower() in ("accept-language", "idempotency-key", "if-match") and self._can_be_sent(value):
                headers[name] = str(value)
        address = self._near(prepared.url.removeprefix("http://testserver"))
        query = f"?{_encoded(prepared.params)}" if prepared.params else ""
        if case.method.upper() == "GET":
            return self.client.get(address + query, headers=headers)
        if "multipart/form-data" in case.operation.definition.raw.get("requestBody", {}).get("content", {}):
            return self.client.post(address + query, self._form(case.body, address), headers=headers)
        body = self._near_body(prepared.json) if prepared.json is not None else prepared.data
        if not isinstance(body, str | bytes):
            body = json.dumps(body, default=str)
        return self.client.generic(case.method.upper(), address + query, body, "application/json", headers=headers)

    @staticmethod
    def _can_be_sent(value):
        return all(" " <= letter <= "\x7e" for letter in str(value))

    def _near(self, address):
        """Ids that a generator makes up name nothing: half of them become ones that do."""
        parts = address.split("/")
        return "/".join(
            str(self.chance.randint(1, 6)) if part.isdigit() and self.chance.random() < 0.8 else part for part in parts
        )

    def _near_body(self, body, name=""):
        """The same with ids and editions of the body as in an address: most of them name something."""
        if isinstance(body, dict):
            return {key: self._near_body(value, key) for key, value in body.items()}
        if isinstance(body, list):
            return [self._near_body(value, name) for value in body]
        if type(body) is not int or (name not in _IDS and name != "edition") or self.chance.random() > 0.7:
            return body
        return self.chance.randint(0, 3) if name == "edition" else self.chance.randint(1, 6)

    def _form(self, body, address):
        """The fields of a form: bytes go as a file, an organisation is mostly one there is, a workbook mostly one given out there."""
        fields = {}
        for name, value in body.items() if isinstance(body, dict) else ():
            number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 18
            near = self._near_body(int(value) if number else value, name)
            content = getattr(near, "data", near)  # bytes come wrapped
            if isinstance(content, bytes) or name in _FILES:
                content = content if isinstance(content, bytes) else str(near).encode("utf-8", "replace")
                content = self._book(address) or content if name == "sheet" else content
                fields[name] = SimpleUploadedFile("规划.txt", content[:100_000], "text/plain")
            else:
                fields[_sent(name)] = _sent(near)
        return fields

    def _book(self, address):
        """Mostly what is given out at the same address, a byte of it changed now and then."""
        token = self.tokens["administrator" if "organisations" in address else "planner"]
        given = self.client.get(address, headers={"authorization": f"Bearer {token}"})
        if given.status_code != 200 or self.chance.random() < 0.2:
            return b""
        book = bytearray(given.content)
        if self.chance.random() < 0.3:
            book[self.chance.randrange(len(book))] = self.chance.randrange(256)
        return bytes(book)

    def ask_lists(self):
        """How every list answers, to somebody who may see it."""
        kinds = {"version": Version, "indicator": Indicator, "task": Task}
        first = {name: kind.objects.earliest("pk").pk for name, kind in kinds.items()}
        headers = {"authorization": f"Bearer {self.tokens['planner']}"}
        asked = [address.format(**first) for address in _LISTS]
        return {address: self.client.get(f"/api/v1/{address}", headers=headers).status_code for address in asked}


def _able(name):
    """Who may do a deed: half of the requests come from one of them, so that not most end at a refusal."""
    if name.startswith("publication-") or name in ("plans-adopt", "evaluations-sign"):
        return ["director"]
    if name.startswith("journal-"):
        return ["auditor"]
    if name.startswith("organisations-"):
        return ["administrator"]
    return ["reporter", "planner"] if name.startswith(("collection-", "tasks-")) else ["planner"]


def _encoded(params):
    return urlencode(
        {key: value for key, value in dict(params).items() if value is not None}, doseq=True, errors="replace"
    )


def _sent(value):
    return str(value).encode("utf-8", "replace").decode()
