"""What a release says, and its files: from a snapshot, and the results of an evaluation where there is one. Knows no database."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial

from kechuang.domain.publication.assembling import assemble, measure_codes, safe_code
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.words import read_words
from kechuang.web.evaluations.computing import tell
from kechuang.web.publication.states import Kind
from kechuang.writers.opendata.dataset_json import canonical, dataset_to_json, write_dataset_json
from kechuang.writers.opendata.flat_csv import write_flat_csv
from kechuang.writers.opendata.package import write_package
from kechuang.writers.opendata.sdmx_data import write_generic, write_structure_specific
from kechuang.writers.opendata.sdmx_structure import write_structure
from kechuang.writers.opendata.stratml import write_performance_report, write_strategic_plan
from kechuang.writers.opendata.workbook import write_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SDMX = "application/vnd.sdmx.{}+xml;version=2.1"


@dataclass(frozen=True)
class File:
    """One file of a release."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self):
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Composed:
    """The content of a release as canonical JSON, and its files."""

    content: bytes
    files: tuple

    @property
    def sha256(self):
        """The hash of the content."""
        return hashlib.sha256(self.content).hexdigest()


def compose(snapshot, *, kind, slug, number, address, at, counties, reason, results=None, reports=(), opinions=()):
    """Everything a release consists of. The same snapshot, results and circumstances give the same bytes."""
    words = read_words("zh")
    dataset = assemble(
        snapshot,
        read_catalogue(),
        key=slug,
        number=number,
        address=address,
        released_on=at.date(),
        progress=kind != Kind.PLAN,
        counties=counties,
        tell=partial(tell, words=words),
        place=partial(_place, words=words),
    )
    content = {
        "format": 1,
        "kind": str(kind),
        "released_at": at.isoformat(timespec="seconds"),
        "reason": reason,
        "counties": counties,
        "as_of": snapshot.as_of,
        "snapshot_sha256": snapshot.sha256,
        "dataset": dataset_to_json(dataset),
        "evaluation": _evaluation(snapshot, results, opinions) if results else None,
    }
    return Composed(canonical(content), (*_open_data(dataset, words), *reports))


def _place(source, *, words):
    """A sentence of the plan as it is cited in open data."""
    key = "release.place" if source.page is None else "release.place-page"
    text = " ".join(source.text.replace("\t", " | ").split())
    shown = text if len(text) <= 120 else text[:119] + "…"
    return words.say(key, document=source.document, line=source.line, page=source.page, text=shown)


def _open_data(dataset, words):
    def in_language(key, language):
        return read_words(language).say(key)

    yield File("figures.csv", "text/csv; charset=utf-8", write_flat_csv(dataset))
    yield File("data.json", "application/json", write_dataset_json(dataset))
    yield File("data.xlsx", _XLSX, write_workbook(dataset, words.say))
    yield File("datapackage.zip", "application/zip", write_package(dataset, words.say))
    yield File("sdmx-structure.xml", _SDMX.format("structure"), write_structure(dataset, in_language))
    yield File("sdmx-generic.xml", _SDMX.format("genericdata"), write_generic(dataset))
    yield File("sdmx-specific.xml", _SDMX.format("structurespecificdata"), write_structure_specific(dataset))
    yield File("stratml-1.xml", "application/xml", write_strategic_plan(dataset, words.say))
    yield File("stratml-2.xml", "application/xml", write_performance_report(dataset, words.say))


def _evaluation(snapshot, results, opinions):
    """What of an evaluation is for everybody: verdicts of the plan's own organisation, the index, what the third party said."""
    codes = measure_codes(snapshot)
    home = [one for one in results["outlook"] if one["organisation_id"] == snapshot.home]
    names = {one.id: one.name for one in snapshot.organisations}
    return {
        "kind": results["kind"],
        "as_of": results["as_of"],
        "rulebooks_sha256": results["rulebooks_sha256"],
        "outlook": [_outlook(one, codes) for one in home],
        "index": _index(results["index"]),
        "publisher": names[snapshot.home],
        "opinions": [dict(one) for one in opinions],
    }


def _outlook(one, codes):
    ends = ("indicator", "unit", "baseline", "latest", "target", "average_growth")
    kept = (*ends, "probability", "interval", "verdict", "reason", "path")
    return {"code": codes[one["indicator_id"]], **{name: _plain(one.get(name)) for name in kept}}


def _plain(part):
    """A part without its source: sources stand with the figures."""
    return {name: value for name, value in part.items() if name != "source"} if isinstance(part, dict) else part


def _index(index):
    if not index or index["problem"]:
        return None
    kept = ("scores", "weights", "pairs", "sensitivity", "groups", "period")
    recipe = {name: index["recipe"][name] for name in ("title", "sha256", "runs", "coverage", "seed", "content")}
    shown = {name: index[name] for name in kept}
    shown["scores"] = [{**one, "region": safe_code(one["region"])} for one in index["scores"]]
    shown["pairs"] = [
        {**one, "region": safe_code(one["region"]), "other": safe_code(one["other"])} for one in index["pairs"]
    ]
    shown["groups"] = [[safe_code(region) for region in group] for group in index["groups"]]
    return {**shown, "recipe": recipe}


def read_content(data):
    """The content of a release as plain data."""
    return json.loads(bytes(data))
