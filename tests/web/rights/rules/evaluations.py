"""Evaluations and recipes; without results, which would have to be computed."""

from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, anybody, in_stages, nobody, there


def _evaluation(methods=GET, does=anybody, **more):
    return Rule(methods, subject="evaluation", sees=there("evaluation.see"), does=does, **more)


_BEFORE_SIGNING = dict.fromkeys(("draft", "computed", "opinion-given"), "evaluation.run")
_WITHDRAWS = _BEFORE_SIGNING | dict.fromkeys(("signed", "published", "withdrawn"), "evaluation.sign")
RULES: dict[str, Rule] = {
    "evaluations:list": Rule(verb="evaluation.see"),
    "evaluations:begin": Rule(BOTH, verb="evaluation.run"),
    "evaluations:evaluation": _evaluation(),
    "evaluations:progress": _evaluation(),
    "evaluations:again": _evaluation(POST, there("evaluation.run"), exists=lambda who, one: one.state == "draft"),
    "evaluations:index": _evaluation(exists=nobody),
    "evaluations:working": _evaluation(exists=nobody, words=("510001",)),
    "evaluations:outlook": _evaluation(exists=nobody, words=(1,)),
    "evaluations:file": _evaluation(words=("file.txt",)),
    "evaluations:opinion": _evaluation(POST, there("evaluation.give-opinion")),
    "evaluations:sign": _evaluation(BOTH, there("evaluation.sign")),
    "evaluations:withdraw": _evaluation(BOTH, in_stages(_WITHDRAWS)),
    "evaluations:recipes": Rule(verb="evaluation.see"),
    "evaluations:add-recipe": Rule(BOTH, verb="evaluation.run"),
    "evaluations:recipe": Rule(verb="evaluation.see", subject="recipe", sees=there("evaluation.see")),
}
