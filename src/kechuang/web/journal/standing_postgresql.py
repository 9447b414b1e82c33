"""What marks the triggers of a table on PostgreSQL: their numbers, the transactions that last touched them, and of their functions.

A trigger that is dropped and made again has another number (oid); one that was switched off and on, or whose function was replaced, was
touched by another transaction (xmin). Neither changes with ``VACUUM FULL``, nor on a streaming copy. What is put back from a dump
has other numbers throughout: then the place is another, too.
"""

import hashlib
from collections import defaultdict

FUNCTIONS = "functions"
_PLACE = """
SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
    (SELECT oid FROM pg_database WHERE datname = current_database()), to_regclass('journal_head')::oid)
"""
# Rules come with triggers: one that does nothing instead of writing a change down would keep it from the journal, too.
_MARKED = f"""
SELECT relname, concat_ws(' ', tgname, one.oid, one.xmin, tgenabled, tgtype, tgfoid) FROM pg_trigger one
    JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
UNION ALL SELECT relname, concat_ws(' ', rulename, one.oid, one.xmin, ev_enabled) FROM pg_rewrite one
    JOIN pg_class ON pg_class.oid = ev_class
    WHERE relnamespace = current_schema()::regnamespace AND rulename <> '_RETURN'
UNION ALL SELECT '{FUNCTIONS}', concat_ws(' ', proname, oid, xmin, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
    AND (starts_with(proname, 'kechuang_') OR proname IN ('journal_leave', 'journal_number'))
ORDER BY 1, 2
"""


def standing(connection):
    """The place, and the mark of each table."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE)
        place = cursor.fetchone()[0]
        cursor.execute(_MARKED)
        told = defaultdict(list)
        for table, text in cursor.fetchall():
            told[table].append(text)
    return place, {table: _digest(texts) for table, texts in told.items()}


def other_tables(was, holds):
    """The tables whose triggers are other ones; none where the place is another, and all of them are."""
    (place, marks), (here, now) = was, holds
    if place != here:
        return []
    return [table for table in sorted({*marks, *now}) if marks.get(table) != now.get(table)]


def _digest(texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
