"""The table of pairs: FTS5 on SQLite, ``tsvector`` with positions on PostgreSQL, the same numbers and the same answers.

The pieces of a row stand under its number times ``SPAN``: the title at the first, the text behind it.
"""

from django.db import connection

from kechuang.web.search.bigrams import SPACE, pairs, phrases, pieces

SPAN = 10_000
_TABLE = "search_words"


def put(rows):
    """Put in the pairs of rows in place of those that were there."""
    remove([row.pk for row in rows])
    entries = []
    for row in rows:
        entries.append((row.pk * SPAN, _kept(row.title)))
        stretches = pieces(row.text)[: SPAN - 1] if row.text else []
        entries += [(row.pk * SPAN + number, _kept(piece)) for number, piece in enumerate(stretches, 1)]
    column, value = ("id", "%s::tsvector") if _is_postgresql() else ("rowid", "%s")
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_TABLE} ({column}, words) VALUES (%s, {value})", entries)


def remove(numbers):
    """Take out the pairs of rows."""
    column = "id" if _is_postgresql() else "rowid"
    bounds = [(number * SPAN, number * SPAN + SPAN) for number in numbers]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {_TABLE} WHERE {column} >= %s AND {column} < %s", bounds)


def condition(*, title=False):
    """The SQL condition on ``search_found.id`` that it holds one of ``phrases_of`` a query."""
    only = f" AND {'id' if _is_postgresql() else 'rowid'} %% {SPAN} = 0" if title else ""
    if _is_postgresql():
        return f"search_found.id IN (SELECT id / {SPAN} FROM {_TABLE} WHERE words @@ %s::tsquery{only})"
    return f"search_found.id IN (SELECT rowid / {SPAN} FROM {_TABLE} WHERE {_TABLE} MATCH %s{only})"


def phrases_of(query):
    """The phrases of a query as the engine takes them."""
    written = _tsquery if _is_postgresql() else _match
    return [written(*phrase) for phrase in phrases(query)]


def _kept(piece):
    """The pairs as the engine takes them; PostgreSQL keeps none that begins with a space, as no phrase does."""
    if _is_postgresql():
        return " ".join(f"{pair}:{place}" for place, pair in enumerate(pairs(piece), 1) if not pair.startswith(SPACE))
    return " ".join(pairs(piece))


def _match(found, begins):
    return f"{found[0]}*" if begins else '"' + " ".join(found) + '"'


def _tsquery(found, begins):
    return f"{found[0]}:*" if begins else " <-> ".join(found)


def _is_postgresql():
    return connection.vendor == "postgresql"
