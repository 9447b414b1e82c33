"""The content of a release as its pages show it."""

from collections import Counter
from decimal import Decimal

from kechuang.domain.indicators.growth import ANNUAL_GROWTH
from kechuang.domain.indicators.outlook import Verdict
from kechuang.domain.reports.report import CourseChart, Mark, Sentence
from kechuang.web.charts.figure import figure_of
from kechuang.web.evaluations import ranking
from kechuang.web.indicators.templatetags.indicators import write_change
from kechuang.web.words import say
from kechuang.web.words.templatetags.numbers import written

_FIRST = ("data.xlsx", "figures.csv", "data.json")
_AT_A_GLANCE = 4  # indicators of a plan on the first page
_SIGNS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ ", "range": "≥ "}
_TOTAL, _ANNUAL_GROWTH = "total", "annual-growth"


def newest_of_each(releases):
    """The newest release of every plan, as ``releases`` come: the newest first."""
    found = {}
    for one in releases:
        found.setdefault(one.publication_id, one)
    return list(found.values())


def glance_of(release, content):
    """A plan at a glance, for the first page: its first numbers, how many indicators stand how, tasks by state."""
    rows, dataset = rows_of(content), content["dataset"]
    verdicts = Counter(row["verdict"] for row in rows if row["verdict"])
    states = Counter(task["state"] for task in dataset["tasks"] if task["state"])
    return {
        "release": release,
        "slug": release.publication.slug,
        "dataset": dataset,
        "as_of": content["as_of"],
        "has_evaluation": content["evaluation"] is not None,
        "rows": [row for row in rows if row["latest"] and row["target"]][:_AT_A_GLANCE],
        "indicators": len(rows),
        "verdicts": [(verdict.value, verdicts[verdict.value]) for verdict in Verdict if verdicts[verdict.value]],
        "tasks": len(dataset["tasks"]),
        "states": sorted(states.items()),
    }


def in_order(files):
    """The files of open data, what most people open first before what programs read."""
    return sorted(
        files, key=lambda one: (_FIRST.index(one["name"]) if one["name"] in _FIRST else len(_FIRST), one["name"])
    )


def rows_of(content):
    """One row an indicator: target, baseline, latest value, and the verdict where the release is an evaluation."""
    verdicts = {one["code"]: one for one in _outlook(content)}
    home = content["dataset"]["areas"][0]["code"]
    rows = []
    for measure in content["dataset"]["indicators"]:
        figures = [one for one in content["dataset"]["figures"] if one["indicator"] == measure["code"]]
        own = [one for one in figures if one["area"] == home]
        rows.append(
            {
                **measure,
                "target": _target(measure, _last(own, "target"), content["dataset"]["end"]),
                "baseline": _shown(_last(own, "baseline")),
                "latest": _shown(_latest(own)),
                "verdict": verdicts.get(measure["code"], {}).get("verdict"),
                "percent": _percent(verdicts.get(measure["code"], {}).get("probability")),
            }
        )
    return rows


def indicator_of(content, code):
    """Everything a page about one indicator shows; None where the release has no such indicator."""
    row = next((one for one in rows_of(content) if one["code"] == code), None)
    if row is None:
        return None
    dataset = content["dataset"]
    names = {one["code"]: one["name"] for one in dataset["areas"]}
    figures = [
        {**one, "area_name": names[one["area"]], "shown": _shown(one)}
        for one in dataset["figures"]
        if one["indicator"] == code
    ]
    home = dataset["areas"][0]["code"]
    own = [one for one in figures if one["area"] == home]
    listed = [{**one, "shown": row["target"]} if one["sense"] == "target" else one for one in own]
    if row["target"] and row["target"]["worded"]:
        listed.append(
            {"period": row["target"]["period"], "sense": "target", "shown": row["target"], "source": row["source"]}
        )
    return {
        "measure": row,
        "own": sorted(listed, key=lambda one: (one["period"], one["sense"])),
        "others": [one for one in figures if one["area"] != home and one["sense"] != "planned"],
        "figure": _chart(row, own, content),
    }


def evaluation_of(content):
    """What a page about a released evaluation shows."""
    evaluation = content["evaluation"]
    index = evaluation["index"]
    shown = {"evaluation": evaluation, "rows": [one for one in rows_of(content) if one["verdict"]], "lines": []}
    shown["kind_words"] = say(f"evaluation-kind.{evaluation['kind']}")
    if index:
        lines, without = ranking.lines_of(index)
        groups = [say("report.separator").join(group) for group in ranking.groups_of(index)]
        chart = ranking.chart_of(index, lines)
        shown |= {
            "index": index,
            "lines": lines,
            "without": say("report.separator").join(without),
            "parts": ranking.part_names(index),
            "groups": groups,
            "matrix": ranking.matrix_of(index, lines),
            "figure": figure_of(chart) if chart else None,
            "coverage": f"{index['recipe']['coverage'] or 0:.0%}",
        }
    return shown


def _outlook(content):
    return content["evaluation"]["outlook"] if content["evaluation"] else ()


def _last(figures, sense):
    found = [one for one in figures if one["sense"] == sense]
    return found[-1] if found else None


def _latest(figures):
    """The newest value of a whole year."""
    found = [
        one for one in figures if one["sense"] == "actual" and one["status"] == "value" and one["period"].isdigit()
    ]
    return max(found, key=lambda one: one["period"], default=None)


def _shown(figure):
    if figure is None:
        return None
    if figure["value"] is None:
        return {"text": say(f"opendata.status.{figure['status']}"), "period": figure["period"]}
    text = written(Decimal(figure["value"]))
    if figure.get("upper"):
        return {"text": f"{text}–{written(Decimal(figure['upper']))}", "period": figure["period"]}
    return {"text": f"{_SIGNS.get(figure['bound'], '')}{text}", "period": figure["period"]}


def _target(measure, figure, end):
    """What is promised: a number, else the growth that is asked or the plan's words for it, ``worded``; None where nothing is."""
    shown = _shown(figure)
    if shown is not None:
        total = " " + say("indicator.in-total") if measure.get("aim") == _TOTAL else ""
        return {**shown, "text": shown["text"] + total, "worded": False}
    text = measure.get("aim_text")
    if measure.get("aim") == _ANNUAL_GROWTH:
        change = {"kind": ANNUAL_GROWTH, "value": measure["growth"], "bound": measure["growth_bound"], "text": text}
        text = write_change(change)
    return {"text": text, "period": str(end or ""), "worded": True} if text else None


def _percent(probability):
    if probability is None:
        return None
    return round(probability * 100) if probability in (0, 1) else min(99, max(1, round(probability * 100)))


def _chart(row, own, content):
    """The course of the indicator; None where there is nothing to draw."""
    observed = _marks(own, "actual", "baseline")
    target = [(int(one["period"]), float(one["value"])) for one in own if one["sense"] == "target" and one["value"]]
    judged = next((one for one in _outlook(content) if one["code"] == row["code"]), None)
    path = judged["path"] if judged else ()
    expected = tuple(Mark(one["year"], one["expected"], one["low"], one["high"]) for one in path)
    planned = _marks(own, "planned")
    if len(observed) + len(planned) < 2:
        return None
    aim = Mark(*target[-1]) if target else None
    caption = Sentence("report.chart.course", {"name": row["name"]})
    return figure_of(CourseChart(caption, observed, expected, aim, row["unit"], planned))


def _marks(own, *senses):
    """Values of whole years, what was reached going before the baseline of the same year."""
    found = {}
    for one in sorted(own, key=lambda one: one["sense"] == senses[0]):
        if one["sense"] in senses and one["value"] is not None and one["period"].isdigit():
            found[int(one["period"])] = float(one["value"])
    return tuple(Mark(year, found[year]) for year in sorted(found))
