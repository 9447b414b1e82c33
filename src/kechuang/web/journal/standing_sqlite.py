"""What marks the triggers of a table on SQLite: their text, and their places among all there is.

A trigger that is dropped and made again comes last; ``VACUUM`` numbers anew what there is, and keeps the order. The number of the
schema goes up with all that is done to it, so it says that something was done where the order cannot: ``VACUUM``, a
copy, or triggers that came last anyway. Who writes to the file itself can set it to what it was.
"""

import hashlib
from collections import defaultdict
from difflib import SequenceMatcher


def standing(connection):
    """The number of the schema, and the mark of each table: a hash over the texts of its triggers, and their places."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA schema_version")
        place = str(cursor.fetchone()[0])
        cursor.execute("SELECT tbl_name, rowid, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        told = defaultdict(list)
        for table, number, sql in cursor.fetchall():
            told[table].append((number, sql))
    return place, {table: _mark(told[table]) for table in sorted(told)}


def other_tables(was, holds):
    """The tables whose triggers say something else, or are in another order than they were."""
    (_, marks), (_, now) = was, holds
    texts = [{table: mark.split(" ")[0] for table, mark in one.items()} for one in (marks, now)]
    found = {table for table in {*marks, *now} if texts[0].get(table) != texts[1].get(table)}
    one, other = _order(marks), _order(now)
    for same, *ends in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if same != "equal":
            found |= {*one[ends[0] : ends[1]], *other[ends[2] : ends[3]]}
    return sorted(found)


def _order(marks):
    """The tables of all triggers, in the order of the triggers' places."""
    return [
        table
        for _, table in sorted((int(place), table) for table, mark in marks.items() for place in mark.split(" ")[1:])
    ]


def _mark(triggers):
    text = "\n".join(sorted(sql for _, sql in triggers))
    return " ".join((hashlib.sha256(text.encode()).hexdigest()[:16], *(str(number) for number, _ in triggers)))
