"""The triggers that write down changes of rows, on SQLite: three for each table, one row at a time, its columns written out."""

_HIDDEN = "'***'"
_INTO = (
    "INSERT INTO journal_rowchange (at, table_name, row_key, done, before, after) "
    "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', '{table}', "
)


def wanted(connection, table, watch):
    """The triggers a table should have: their statements by name. The columns are those the table has now."""
    columns, key = _columns(connection, table)
    seen = [column for column in columns if column not in watch.unseen]
    into = _INTO.format(table=table)
    pairs = ", ".join(f"'{column}', {_shown('{row}', column, watch)}" for column in seen)
    whole = {row: f"json_object({pairs.replace('{row}', row)})" for row in ("OLD", "NEW")}
    differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in seen)
    changed = " UNION ALL ".join(
        f"SELECT '{column}' AS name, {_shown('OLD', column, watch)} AS old, {_shown('NEW', column, watch)} AS new "
        f'WHERE OLD."{column}" IS NOT NEW."{column}"'
        for column in seen
    )
    begin = f"CREATE TRIGGER {table}_row_"
    return {
        f"{table}_row_added": f"{begin}added AFTER INSERT ON {table} "
        f"BEGIN {into}NEW.\"{key}\", 'added', '', {whole['NEW']}; END",
        f"{table}_row_changed": f"{begin}changed AFTER UPDATE ON {table} WHEN {differs} "
        f"BEGIN {into}OLD.\"{key}\", 'changed', json_group_object(name, old), json_group_object(name, new) "
        f"FROM ({changed}); END",
        f"{table}_row_removed": f"{begin}removed AFTER DELETE ON {table} "
        f"BEGIN {into}OLD.\"{key}\", 'removed', {whole['OLD']}, ''; END",
    }


def present(connection):
    """Every trigger of this kind there is: its statement by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_row\\_%' ESCAPE '\\'"
        )
        return dict(cursor.fetchall())


def make(connection, table, watch, found):
    """Give a table its triggers, in place of those it has."""
    with connection.cursor() as cursor:
        for name, statement in wanted(connection, table, watch).items():
            if name in found:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement)


def drop_all(connection):
    """Take every trigger of this kind away."""
    with connection.cursor() as cursor:
        for name in present(connection):
            cursor.execute(f"DROP TRIGGER {name}")


def _shown(row, column, watch):
    value = f'{row}."{column}"'
    if column in watch.secret:
        return f"iif({value} IS NULL, NULL, {_HIDDEN})"
    if column in watch.long:
        return f"length({value})"
    return value


def _columns(connection, table):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        rows = cursor.fetchall()
    return [row[1] for row in rows], next(row[1] for row in rows if row[5])
