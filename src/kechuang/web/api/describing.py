"""Completes the description of the API: summaries in both languages, examples, the problems an operation may answer."""

from kechuang.readers.words import read_words

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "where", "next"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:kechuang:problem:changed-meanwhile"]},
        "title": {"type": "string", "examples": ["Somebody changed it meanwhile"]},
        "status": {"type": "integer", "examples": [409]},
        "code": {"type": "string", "examples": ["changed-meanwhile"]},
        "where": {"type": "string", "examples": ["body.edition"]},
        "next": {"type": "string", "examples": ["Read it again."]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "what", "code"],
                "properties": {
                    "where": {"type": "string", "examples": ["body.sheet.7.value"]},
                    "what": {"type": "string", "examples": ["must be a number"]},
                    "code": {"type": "string", "examples": ["entry.not-a-number"]},
                    "row": {"type": "integer", "examples": [7]},
                    "column": {"type": "string", "examples": ["value"]},
                    "value": {"type": "string", "examples": ["many"]},
                    "finding": {"type": "string", "examples": ["entry.jump:5f70bf18a086"]},
                },
            },
        },
        "count": {"type": "integer", "examples": [1]},
        "workbook": {"type": "string", "examples": ["/api/v1/marked-workbooks/1"]},
    },
}
HEADERS = (
    ("Accept-Language", "zh-CN", "api.header.language"),
    ("Idempotency-Key", "a3f1c2", "api.header.key"),
    ("If-Match", '"0"', "api.header.match"),
)
_PROBLEMS = {
    "get": (304, 400, 401, 403, 404, 422, 429, 500, 503),
    "post": (400, 401, 403, 404, 409, 413, 422, 429, 500, 503),
}


def described(schema, language):
    """The schema as the API framework makes it, with what a reader needs besides."""
    words = {code: read_words(code) for code in ("zh", "en")}
    said = words[language]
    schema["info"]["description"] = said.say("api.about")
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path in schema["paths"].values():
        for method, operation in path.items():
            _describe(operation, method, words, said)
            _exemplify(operation, schema)
    return schema


def operations(schema):
    """Every operation: ``(address, method, operation)``."""
    for address, path in schema["paths"].items():
        for method, operation in path.items():
            yield address, method, operation


def _describe(operation, method, words, said):
    key = f"api.op.{operation['operationId']}"
    operation["summary"] = said.say(key)
    operation["x-summary"] = {code: one.say(key) for code, one in words.items()}
    operation.pop("description", None)
    operation["tags"] = [operation["operationId"].split("-")[0]]
    for name, example, about in HEADERS if method == "post" else HEADERS[:1]:
        operation.setdefault("parameters", []).append(
            {
                "in": "header",
                "name": name,
                "required": False,
                "description": said.say(about),
                "schema": {"type": "string", "maxLength": 80},
                "example": example,
            }
        )
    for status in _PROBLEMS[method]:
        answer = {"description": said.say(f"api.status.{status}")}
        if status != 304:
            answer["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][str(status)] = answer
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}


def _exemplify(operation, schema):
    """Put an example beside every body that goes in or comes out, from the examples of its fields."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for body in (*bodies, *operation["responses"].values()):
        for media_type, content in body.get("content", {}).items():
            if "json" not in media_type and body not in bodies:
                continue  # a file
            content["example"] = example_of(content["schema"], schema)
    for content in (body.get("content", {}).get("multipart/form-data", {}) for body in bodies):
        if content:
            content["schema"]["additionalProperties"] = False  # what is not asked for is refused, as in JSON
    for parameter in operation.get("parameters", ()):
        given = parameter.pop(
            "examples", None
        )  # a list is for schemas; beside a parameter OpenAPI wants names for them
        if "example" not in parameter:
            parameter["example"] = given[0] if given else example_of(parameter["schema"], schema)


def example_of(part, schema):
    """A value that fits a part of the schema, put together from the examples that stand in it."""
    if "$ref" in part:
        return example_of(schema["components"]["schemas"][part["$ref"].rpartition("/")[2]], schema)
    for key in ("examples", "enum"):
        if part.get(key):
            return part[key][0]
    if "const" in part:
        return part["const"]
    if "properties" in part:
        return {name: example_of(one, schema) for name, one in part["properties"].items()}
    for key in ("allOf", "anyOf", "oneOf"):
        if key in part:
            return example_of(part[key][0], schema)
    if part.get("type") == "array":
        return [example_of(part["items"], schema)]
    return part.get(
        "default", {"string": "", "object": {}, "integer": 1, "number": 1, "boolean": False}.get(part.get("type"))
    )
