"""The engine that draws in the browser, and charts as files."""

import csv
import gzip
import io
import json
from functools import cache

import vl_convert
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.charts.figure import signer, unpacked
from kechuang.web.journal.actions import record
from kechuang.web.origin import origin_of
from kechuang.writers.cells import safe_text
from kechuang.writers.charts.charts import png_of, svg_of
from kechuang.writers.charts.theme import darken

_SHOWN_FOR = 24 * 3600  # seconds a page's chart can be taken away as a file
# What a page may call: parsing without eval, and drawing.
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


@require_safe
@login_not_required
@cache_control(max_age=365 * 24 * 3600, immutable=True, public=True)
def engine(request, version):
    """Vega as the wheel of vl-convert carries it; the version stands in the address, so that it may be kept for a year."""
    if version != engine_version():
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_bundle()[packed], content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


def engine_version():
    """Which engine this is."""
    return f"{vl_convert.get_vega_version()}-{vl_convert.__version__}"


@cache
def _bundle():
    plain = vl_convert.javascript_bundle(_SNIPPET).encode()
    return {False: plain, True: gzip.compress(plain, 6)}


@require_POST
@login_not_required
def draw(request):
    """A chart that a page showed, as SVG, PNG or CSV; or its specification, which the page draws itself."""
    shown, kind = _shown(request), request.POST.get("as", "")
    if kind == "spec":
        spec = darken(shown["spec"]) if "dark" in request.POST else shown["spec"]
        return HttpResponse(spec, content_type="application/json; charset=utf-8")
    makers = {"svg": _svg, "png": _png, "csv": _csv}
    if kind not in makers:
        raise Http404
    body, content_type = makers[kind](shown)
    actor = request.user if request.user.is_authenticated else None
    name = get_valid_filename(shown["name"])[:80]
    record("chart.exported", actor=actor, origin=origin_of(request), after={"chart": name, "as": kind})
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response


def _shown(request):
    try:
        return unpacked(signer().unsign(request.POST.get("chart", ""), max_age=_SHOWN_FOR))
    except signing.BadSignature:
        raise Http404 from None


def _svg(shown):
    return svg_of(json.loads(shown["spec"])), "image/svg+xml"


def _png(shown):
    return png_of(json.loads(shown["spec"])), "image/png"


def _csv(shown):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows(
        [
            [safe_text(cell) if isinstance(cell, str) else cell for cell in row]
            for row in [shown["heads"], *shown["rows"]]
        ]
    )
    return "\ufeff" + file.getvalue(), "text/csv; charset=utf-8"
