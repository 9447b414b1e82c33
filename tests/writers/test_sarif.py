"""SARIF 2.1.0 as the standard asks: the properties it requires, their types, and ids that hold."""

import jsonschema
import pytest

from kechuang.writers.sarif import SCHEMA, report_to_sarif
from tests.writers.audit_sample import DOCUMENT, REPORT, SAY

# what OASIS SARIF 2.1.0 requires of the parts that are written (§3.13, §3.14, §3.18, §3.19, §3.27 to §3.30, §3.49)
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "properties": {
                        "uri": {"type": "string", "format": "uri-reference"},
                        "index": {"type": "integer", "minimum": 0},
                    },
                },
                "region": {
                    "type": "object",
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "charOffset": {"type": "integer", "minimum": 0},
                        "charLength": {"type": "integer", "minimum": 0},
                        "snippet": TEXT,
                    },
                    "additionalProperties": False,
                },
            },
        },
    },
    "required": ["physicalLocation"],
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "rules": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "object", "required": ["id"], "properties": {"shortDescription": TEXT}},
        }
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "results": {"type": "array", "items": RESULT},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    },
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"const": SCHEMA},
        "runs": {"type": "array", "items": RUN},
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_has_what_the_standard_requires(language):
    jsonschema.validate(report_to_sarif(REPORT, [DOCUMENT.name], SAY[language], language), LOG)


def test_every_finding_is_a_result_with_its_rule_and_its_id():
    (run,) = report_to_sarif(REPORT, [DOCUMENT.name], SAY["en"], "en")["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [finding.rule for finding in REPORT.findings]
    prints = [result["partialFingerprints"]["kechuang/v1"] for result in run["results"]]
    assert prints == [finding.id for finding in REPORT.findings]
    assert len(set(prints)) == len(prints)
