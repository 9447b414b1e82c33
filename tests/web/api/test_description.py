"""The description is valid OpenAPI 3.1, whole in both languages, and tells the truth in its examples."""

import json
from collections import Counter

import jsonschema_rs
import pytest
from django.urls import reverse
from openapi_spec_validator import OpenAPIV31SpecValidator

from kechuang.web.api.describing import operations
from kechuang.web.api.shapes import Given, Shown
from kechuang.web.api.site import openapi
from kechuang.web.organisations.roles import VERBS
from tests.web.test_words import KNOWN


@pytest.fixture(scope="module")
def schema():
    """The description as it is served."""
    return json.loads(json.dumps(openapi("zh"), default=str))


def test_it_is_served_to_anybody_in_the_language_asked_for(client, db):
    served = client.get(reverse("api:description")).json()
    assert served["openapi"].startswith("3.1")
    assert client.get(reverse("api:description") + "?language=en").json()["paths"]["/api/v1/me"]["get"]["summary"] == (
        "Whom the token acts for and what it may do"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_the_official_schema_of_openapi_3_1(language):
    described = json.loads(json.dumps(openapi(language), default=str))
    assert [str(problem)[:300] for problem in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_every_schema_in_it_is_a_schema(schema):
    for name, part in schema["components"]["schemas"].items():
        whole = {**part, "components": schema["components"], "$schema": "https://json-schema.org/draft/2020-12/schema"}
        jsonschema_rs.meta.validate(whole)
        assert name


def test_no_two_bodies_share_a_name_or_one_would_be_described_as_the_other():
    names = Counter(shape.__name__ for shape in _below(Given, Shown))
    assert [name for name, count in names.items() if count > 1] == []


def _below(*shapes):
    return [one for shape in shapes for below in shape.__subclasses__() for one in (below, *_below(below))]


def test_it_has_what_openapi_asks_for(schema):
    assert set(schema) >= {"openapi", "info", "paths", "components"}
    names = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(names) == len(set(names)) > 40
    for address, method, operation in operations(schema):
        assert method in {"get", "post"}
        named = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert named == {part[1:-1] for part in address.split("/") if part.startswith("{")}
        assert all(one["description"] for one in operation["responses"].values())


def test_every_operation_has_a_summary_in_both_languages_and_needs_a_token(schema):
    for _, _, operation in operations(schema):
        assert set(operation["x-summary"]) == {"zh", "en"}
        assert all(text and not text.startswith("api.op.") for text in operation["x-summary"].values())
        assert operation["security"] == [{"ByToken": []}]


def test_every_body_has_an_example_that_fits_it(schema):
    for address, _, operation in operations(schema):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for body in (*bodies, *operation["responses"].values()):
            for media_type, content in body.get("content", {}).items():
                if "json" not in media_type and "multipart" not in media_type:
                    assert content["schema"] == {"type": "string", "format": "binary"}
                    continue
                whole = {**content["schema"], "components": schema["components"]}
                assert jsonschema_rs.validator_for(whole).is_valid(content["example"]), (address, content["example"])


def test_every_parameter_has_an_example_that_fits_it(schema):
    for address, _, operation in operations(schema):
        for one in operation.get("parameters", ()):
            assert jsonschema_rs.validator_for(one["schema"]).is_valid(one["example"]), (address, one["name"])


def test_every_verb_has_words():
    assert {f"verb.{verb}" for verb in VERBS} - KNOWN == set()


def test_the_page_lists_every_operation(browser, schema):
    page = browser("planner").get(reverse("api:docs")).content.decode()
    assert all(f"{method.upper()} {address}" in page for address, method, _ in operations(schema))
