"""The triggers that write down changes of rows, on SQLite: for each table, one row at a time, its columns written out.

``REPLACE`` takes rows out of the way without firing what stands on removing them. So what is in the way is noted before a row is
put in or changed (``journal_replacing``), and what of it is gone afterwards was removed; where rows are kept, it is refused.
"""

from kechuang.web.journal.triggers import REFUSALS
from kechuang.web.journal.watched import END, HIDDEN, LEAST

_INTO = (
    "INSERT INTO journal_rowchange (at, table_name, row_key, done, before, after) "
    "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', '{table}', "
)
_PENDING = "EXISTS (SELECT 1 FROM journal_replacing)"


def wanted(connection, table, watch, kept):
    """The triggers a table should have: their statements by name. The columns are those the table has now.

    ``watch`` is None for a table that is not watched, ``kept`` None for one whose rows need not stay.
    """
    columns, key = _columns(connection, table)
    unique, some = _keys(connection, table, key)
    found = {} if watch is None else _watching(table, watch, columns, key, None if kept == "" else [*unique, *some])
    if kept is not None:
        found |= _keeping(table, key, unique, kept)
    return found


def _watching(table, watch, columns, key, unique):
    """The triggers that write down; ``unique`` is None where nothing can be replaced."""
    seen = [column for column in columns if column not in watch.unseen]
    into = _INTO.format(table=table)
    whole = {row: _whole(row, seen, watch) for row in ("OLD", "NEW", "one")}
    differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in seen)
    changed = " UNION ALL ".join(
        f"SELECT '{column}' AS name, {_shown('OLD', column, watch)} AS old, {_shown('NEW', column, watch)} AS new "
        f'WHERE OLD."{column}" IS NOT NEW."{column}"'
        for column in seen
    )
    begin = f"CREATE TRIGGER {table}_row_"
    replaced = (
        f"{into}row_key, 'removed', content, '' FROM journal_replacing WHERE table_name = '{table}' AND "
        f'(row_key = NEW."{key}" OR NOT EXISTS (SELECT 1 FROM {table} one WHERE one."{key}" = row_key)); '
        f"DELETE FROM journal_replacing WHERE table_name = '{table}'; "
    )
    found = {
        f"{table}_row_added": f"{begin}added AFTER INSERT ON {table} "
        f"BEGIN {replaced if unique else ''}{into}NEW.\"{key}\", 'added', '', {whole['NEW']}; END",
        f"{table}_row_changed": f"{begin}changed AFTER UPDATE ON {table} WHEN {differs} "
        f"BEGIN {into}OLD.\"{key}\", 'changed', json_group_object(name, old), json_group_object(name, new) "
        f"FROM ({changed}); END",
        f"{table}_row_removed": f"{begin}removed AFTER DELETE ON {table} "
        f"BEGIN {into}OLD.\"{key}\", 'removed', {whole['OLD']}, ''; END",
    }
    if not unique:
        return found
    note = (
        f"BEGIN DELETE FROM journal_replacing WHERE table_name = '{table}'; "
        f"INSERT INTO journal_replacing (table_name, row_key, content) "
        f"SELECT '{table}', one.\"{key}\", {whole['one']} FROM {table} one WHERE {{inside}}; END"
    )
    of = ", ".join(f'"{column}"' for column in dict.fromkeys(column for one in unique for column in one))
    into_way, changed_into_way = _in_the_way(table, unique), _in_the_way(table, unique, moved=True)
    others = f'one."{key}" IS NOT OLD."{key}" AND ({_same(unique)})'
    return found | {
        f"{table}_row_in_the_way": f"{begin}in_the_way BEFORE INSERT ON {table} WHEN {_PENDING} OR {into_way} "
        + note.format(inside=_same(unique)),
        f"{table}_row_in_its_way": f"{begin}in_its_way BEFORE UPDATE OF {of} ON {table} "
        f"WHEN {_PENDING} OR {changed_into_way} {note.format(inside=others)}",
        f"{table}_row_replaced": f"{begin}replaced AFTER UPDATE OF {of} ON {table} WHEN {_PENDING} BEGIN {replaced}END",
    }


def _keeping(table, key, unique, condition):
    """The triggers that refuse: changing and removing where all rows stay, and replacing a row that stays."""
    say = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} cannot be changed or removed'); END"
    of, held = "", f" AND {condition}" if condition else ""
    found = {} if condition else {name.format(table=table): text.format(table=table) for name, text in REFUSALS.items()}
    found[f"{table}_no_replace"] = (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {_in_the_way(table, unique, held)} {say}"
    )
    if condition:
        of = ", ".join(f'"{column}"' for column in dict.fromkeys(column for one in unique for column in one))
        others = f' AND one."{key}" IS NOT OLD."{key}"{held}'
        found[f"{table}_no_replacing"] = (
            f"CREATE TRIGGER {table}_no_replacing BEFORE UPDATE OF {of} ON {table} "
            f"WHEN {_in_the_way(table, unique, others, moved=True)} {say}"
        )
    return found


def content(connection, table, watch):
    """The question for the key of each row ``one`` of a table, and the row as its triggers would write it down."""
    columns, key = _columns(connection, table)
    seen = [column for column in columns if column not in watch.unseen]
    return f'SELECT one."{key}", {_whole("one", seen, watch)} AS content FROM {table} one'


def present(connection):
    """Every trigger of this kind there is: its statement by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND "
            "(name LIKE '%\\_row\\_%' ESCAPE '\\' OR name LIKE '%\\_no\\_%' ESCAPE '\\')"
        )
        return dict(cursor.fetchall())


def make(connection, table, watch, kept, found):
    """Give a table its triggers, in place of those it has."""
    with connection.cursor() as cursor:
        for name, statement in wanted(connection, table, watch, kept).items():
            if name in found:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement)


def drop_all(connection):
    """Take every trigger away that names columns; those that refuse each change name none, and stay."""
    staying = tuple(name.format(table="") for name in REFUSALS)
    with connection.cursor() as cursor:
        for name in present(connection):
            if not name.endswith(staying):
                cursor.execute(f"DROP TRIGGER {name}")


def _in_the_way(table, unique, more="", *, moved=False):
    """Whether a row is in the way of NEW, by one of the keys; ``moved`` asks only by keys that the change touches."""
    asked = []
    for one in unique:
        found = f"EXISTS (SELECT 1 FROM {table} one WHERE {_same([one])}{more})"
        touched = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in one)
        asked.append(f"({touched}) AND {found}" if moved else found)
    return " OR ".join(asked)


def _same(unique):
    return " OR ".join(" AND ".join(f'one."{column}" = NEW."{column}"' for column in one) for one in unique)


def _whole(row, seen, watch):
    pairs = ", ".join(f"'{column}', {_shown(row, column, watch)}" for column in seen)
    return f"json_object({pairs})"


def _shown(row, column, watch):
    value = f'{row}."{column}"'
    if column in watch.secret:
        return f"iif(length({value}) >= {LEAST}, '{HIDDEN}' || substr({value}, -{END}), iif({value} IS NULL, NULL, '{HIDDEN}'))"
    if column in watch.long:
        return f"length({value})"
    return value


def _columns(connection, table):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        rows = cursor.fetchall()
    return [row[1] for row in rows], next(row[1] for row in rows if row[5])


def _keys(connection, table, key):
    """The columns no two rows share, that of the table first, and those that only some rows do not share."""
    unique, some = [(key,)], []
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA index_list({table})")
        for _, name, is_unique, _, is_partial in sorted(cursor.fetchall(), key=lambda row: row[1]):
            cursor.execute(f"PRAGMA index_info({name})")
            if is_unique:
                (some if is_partial else unique).append(tuple(row[2] for row in cursor.fetchall()))
    return unique, some
