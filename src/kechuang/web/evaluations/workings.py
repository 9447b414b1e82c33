"""The working of a score as a page shows it: parts, weights, steps, and the approved values they began with."""

from kechuang.web.evaluations.computing import tell
from kechuang.web.evaluations.queries import trimmed
from kechuang.web.words import active_words, say


def lines_of(working, snapshot):
    """One line a part or indicator; ``depth`` is how far below the whole it stands."""
    values = {one.id: one for one in snapshot.values}
    top = working[0]["level"]
    return [
        {
            **one,
            "depth": top - one["level"],
            "steps": [
                {**step, "words": say(f"index.step.{step['step']}"), "text": _text(step["value"])}
                for step in one.get("steps", ())
            ],
            "cells": [
                {**cell, "made_of": _made_of(values, cell["line"]), "text": _text(cell["value"])}
                for cell in one.get("cells", ())
            ],
        }
        for one in working
    ]


def _made_of(values, line):
    return tell(values[line], words=active_words())[1] if line in values else ""


def _text(value):
    return "—" if value is None else trimmed(value)
