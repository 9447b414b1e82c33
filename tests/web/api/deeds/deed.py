"""One deed of the interface as it is asked, and what several of them are about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.readers.sheets import read_rows

WHY = {"reason": "定期公开"}


def nothing(one):
    """Nothing is sent."""


@dataclass(frozen=True)
class Deed:
    """Its address, the verb it asks for and in whose role; what is sent, what there has to be before, and the file of a form.

    ``prepare`` puts what it makes beside what the deeds are about. ``file`` answers a name, its content and the field it goes
    into; a deed that is sent as a form without a file says so with ``form``. ``whose``: somebody of another bureau with the same
    role is refused ("here"), or does it at their own place ("anybody's"). ``beyond``: what else tells a token that is kept elsewhere that it gets no further.
    """

    address: str
    verb: str
    role: str = "planner"
    given: Callable[[SimpleNamespace], object] = nothing
    prepare: Callable[[SimpleNamespace], None] = nothing
    file: Callable[[SimpleNamespace], tuple[str, str, bytes]] | None = None
    form: bool = False
    whose: str = "here"
    beyond: tuple[tuple[int, str], ...] = ()

    def request(self, one):
        """What is asked, to be sent by a program as often as one likes."""
        file = self.file(one) if self.file else None
        return partial(_send, self.address.format(one=one), self.given(one), file, file is not None or self.form)

    def do(self, program, one):
        """Ask for it."""
        return self.request(one)(program)


def _send(address, body, file, is_form, program, **headers):
    if not is_form:
        return program.post(address, body, **headers)
    files = {file[0]: SimpleUploadedFile(*file[1:])} if file else {}
    return program.send(address, {**(body or {}), **files}, **headers)


def workbook(rows):
    """Rows as a workbook."""
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append([str(cell) for cell in row])
    book.save(buffer)
    return buffer.getvalue()


def edited(data, heading, *names, **values):
    """A workbook with cells of the row changed that says these ``names``; columns by their number, ``heading`` rows above."""
    rows = [list(row) for row in read_rows(data)]
    place = next(at for at, row in enumerate(rows[heading:], start=heading) if set(names) <= set(row))
    for column, value in values.items():
        rows[place][int(column.removeprefix("c"))] = value
    return workbook(rows)
