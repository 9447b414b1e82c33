"""An item in one line: the number first, then what it is the number of."""

from dataclasses import dataclass

from kechuang.web.plans.fields import get


@dataclass(frozen=True)
class Summary:
    """What to print large, what to print beside it, and further remarks."""

    number: str
    title: str
    remark: str


_NOTHING = ("—", "——", "-", "–", "/")


def summarise(kind, values):
    """The line for an item of any kind."""
    return _SUMMARIES[kind](values)


def _indicator(values):
    target, baseline = values.get("target") or {}, values.get("baseline") or {}
    number = _bounded(target)
    number = f"{number}{values.get('unit') or ''}" if number else _wording(target) or _wording(values.get("change"))
    year = f"{target['year']}" if target.get("year") else ""
    start = f"{baseline.get('year') or ''} {_plain(baseline.get('value'))} → {year}" if baseline else year
    return Summary(number.strip() or "—", values.get("name") or "", start.strip())


def _wording(part):
    """What stands in a cell that holds no number: 与工业经济增长同步."""
    text = (part or {}).get("text") or ""
    return "" if text in _NOTHING else text


def _quantity(values):
    number = f"{_bounded(values)}{values.get('unit') or ''}"
    return Summary(number or "—", values.get("measure") or "", str(values.get("year") or ""))


def _task(values):
    return Summary(values.get("number") or "", values.get("title") or "", values.get("lead") or "")


def _project(values):
    money = f"{_plain(get(values, 'investment.value'))}{get(values, 'investment.unit') or ''}"
    years = "–".join(str(year) for year in (values.get("start"), values.get("end")) if year)
    return Summary(money, values.get("name") or "", years)


def _series(values):
    place = " ".join(str(part) for part in (values.get("region"), values.get("column"), values.get("year")) if part)
    return Summary(f"{_plain(values.get('value'))}{values.get('unit') or ''}", values.get("measure") or "", place)


def _bounded(values):
    low, high, bound = values.get("low"), values.get("high"), values.get("bound") or "="
    value = values.get("value")
    if bound == "range" and low is not None and high is not None:
        return f"{_plain(low)}–{_plain(high)}"
    number = next((one for one in (value, low, high) if one is not None), None)
    sign = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ "}.get(bound, "")
    return f"{sign}{_plain(number)}" if number is not None else ""


def _plain(value):
    return "" if value is None else f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


_SUMMARIES = {
    "indicators": _indicator,
    "commitments": _quantity,
    "statements": _quantity,
    "tasks": _task,
    "projects": _project,
    "series": _series,
}
