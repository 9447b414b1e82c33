"""Files: uploads as forms, within limits and without unexpected fields, and answers that are files."""

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from kechuang.web.api.problems import Problem, problem
from kechuang.web.plans.originals import look_at, path_of
from kechuang.web.words import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES = "application/octet-stream"
ANY = "*/*"  # files of results: what they are stands in Content-Type


def answers_file(media_type):
    """What the description says of an operation that answers a file."""
    shown = {"description": "OK", "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}
    return {"responses": {200: shown}}


def only(request, fields, file):
    """Refuse fields and files nobody asks for."""
    for name in [*(set(request.POST) - set(fields)), *(set(request.FILES) - {file})]:
        raise Problem(422, "unfit", where=f"body.{name}"[:300])


def bytes_of(file, where, most):
    """What was sent, where it is not empty and not beyond what is taken."""
    if file.size > most:
        raise Problem(413, "too-large", where=where)
    if not file.size:
        raise Problem(422, "unfit", where=where)
    return file.read()


def sheet_of(request, sheet, most):
    """The bytes of a workbook that comes alone."""
    only(request, [], "sheet")
    return bytes_of(sheet, "sheet", most)


def evidence_of(request, file, where, fields):
    """The bytes of a file that has passed the gate, sent under a name beside fields."""
    only(request, fields, where)
    data = bytes_of(file, where, settings.LARGEST_UPLOAD)
    look_at(data, file.name)
    return data


def book(data, name):
    """A workbook as an answer."""
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def kept_file(original, name, media_type=BYTES):
    """A file that is kept under its fingerprint, as an answer."""
    path = path_of(original.sha256)
    if not path.is_file():
        raise Problem(404, "file-gone", where=name[:300])
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)


def wrong_cells(mistakes, words=lambda one: say(one.code), *, workbook=None):
    """The problem of a workbook that was not taken in: ``errors`` by row and column; ``workbook`` leads to it marked."""
    errors = [
        {
            "where": f"body.sheet.{one.row}.{one.column}",
            "what": words(one),
            "code": one.code,
            "row": one.row,
            "column": one.column,
            "value": one.value,
        }
        for one in mistakes
    ]
    marked = {"workbook": f"/api/v1/{workbook}"} if workbook else {}
    return problem(422, "cells-wrong", where="body.sheet", errors=errors, **marked)
