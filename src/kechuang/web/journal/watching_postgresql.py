"""The triggers that write down changes of rows, on PostgreSQL: four for each table, all rows of a statement at once.

The functions name the schema they were made in, so that no search path leads them elsewhere; the triggers fire always, also
where a session calls itself a replica. So do those that refuse changes.
"""

from kechuang.web.journal.triggers import FUNCTION, REFUSES
from kechuang.web.journal.watched import END, HIDDEN, LEAST

_AT = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
_NUMBER = "pg_current_xact_id()::text::bigint"
_INTO = "INSERT INTO {schema}.journal_rowchange (at, table_name, row_key, done, before, after, transaction_number)"
# what a trigger says about its table: the columns that are secret, long, and not seen, each a list with commas
_SEEN = "to_jsonb(one) - string_to_array(TG_ARGV[2], ',')"
_SHOWN = "{schema}.kechuang_shown({content}, TG_ARGV[0], TG_ARGV[1])::text"


def _whole(done, table, before, after):
    return f"""
BEGIN
    {_INTO}
    SELECT {_AT}, TG_TABLE_NAME, content ->> 'id', '{done}', {before}, {after}, {_NUMBER}
    FROM (SELECT {_SEEN} AS content FROM {table} one) all_rows;
    RETURN NULL;
END """


_BODIES = {
    "kechuang_row_added": _whole("added", "new_rows", "''", _SHOWN.replace("{content}", "content")),
    "kechuang_row_removed": _whole("removed", "old_rows", _SHOWN.replace("{content}", "content"), "''"),
    "kechuang_row_changed": f"""
BEGIN
    {_INTO}
    SELECT {_AT}, TG_TABLE_NAME, coalesce(was.content, holds.content) ->> 'id',
        CASE WHEN was.content IS NULL THEN 'added' WHEN holds.content IS NULL THEN 'removed' ELSE 'changed' END,
        coalesce({_SHOWN.replace("{content}", "{schema}.kechuang_differs(was.content, holds.content)")}, ''),
        coalesce({_SHOWN.replace("{content}", "{schema}.kechuang_differs(holds.content, was.content)")}, ''),
        {_NUMBER}
    FROM (SELECT {_SEEN} AS content FROM old_rows one) was
    FULL JOIN (SELECT {_SEEN} AS content FROM new_rows one) holds ON was.content ->> 'id' = holds.content ->> 'id'
    WHERE was.content IS DISTINCT FROM holds.content;
    RETURN NULL;
END """,
    "kechuang_row_truncated": f"""
BEGIN
    EXECUTE format($all$
        {_INTO}
        SELECT {_AT}, %1$L, content ->> 'id', 'removed', {{schema}}.kechuang_shown(content, %2$L, %3$L)::text, '', {_NUMBER}
        FROM (SELECT to_jsonb(one) - string_to_array(%4$L, ',') AS content FROM %5$I.%1$I one) all_rows
    $all$, TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_TABLE_SCHEMA);
    RETURN NULL;
END """,
}
_SOURCES = {**_BODIES, "kechuang_refuse": REFUSES}
_EXPRESSIONS = {
    "kechuang_shown(shown jsonb, secret text, long text)": f"""
SELECT CASE WHEN secret = '' AND long = '' OR shown IS NULL THEN shown ELSE (
    SELECT jsonb_object_agg(key, CASE
        WHEN key = ANY (string_to_array(secret, ',')) AND value <> 'null' THEN to_jsonb(
            '{HIDDEN}' || CASE WHEN length(shown ->> key) >= {LEAST} THEN right(shown ->> key, {END}) ELSE '' END)
        WHEN key = ANY (string_to_array(long, ',')) THEN to_jsonb(
            CASE WHEN shown ->> key LIKE '\\\\x%' THEN length(shown ->> key) / 2 - 1 ELSE length(shown ->> key) END)
        ELSE value END)
    FROM jsonb_each(shown)) END
""",
    "kechuang_differs(one jsonb, other jsonb)": """
SELECT CASE WHEN other IS NULL THEN one
    ELSE (SELECT jsonb_object_agg(key, value) FROM jsonb_each(one) WHERE value IS DISTINCT FROM other -> key) END
""",
}
_TRIGGERS = {
    "added": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT",
    "changed": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT",
    "removed": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT",
    "truncated": "BEFORE TRUNCATE ON {table}",
}
_REFUSALS = {
    "change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "truncate": "BEFORE TRUNCATE ON {table}",
}
_WHEN = {**_TRIGGERS, **_REFUSALS}
# what pg_trigger.tgtype says of when each fires: 1 each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate
_TYPES = {"added": 4, "changed": 16, "removed": 8, "truncated": 34, "change": 27, "truncate": 34}


def wanted(connection, table, watch, kept):
    """The triggers a table should have: by name, the function, what it is told, on what it fires, and that it always does."""
    refusals = _REFUSALS if kept == "" else ()
    found = {f"{table}_no_{what}": ("kechuang_refuse", (), _TYPES[what], "A") for what in refusals}
    if watch is not None:
        told = tuple(",".join(columns) for columns in (watch.secret, watch.long, watch.unseen))
        found |= {f"{table}_row_{what}": (f"kechuang_row_{what}", told, _TYPES[what], "A") for what in _TRIGGERS}
    return found


def content(connection, table, watch):
    """The question for the key of each row ``one`` of a table, and the row as its triggers would write it down.

    It asks none of the functions, which may be gone, or not what they were.
    """
    seen = f"(to_jsonb(one) - string_to_array('{','.join(watch.unseen)}', ','))"
    shown = [
        f"'{column}', '{HIDDEN}' || CASE WHEN length(one.{column}) >= {LEAST} THEN right(one.{column}, {END}) "
        f"WHEN one.{column} IS NOT NULL THEN '' END"
        for column in watch.secret
    ]
    for column in watch.long:
        text = f"({seen} ->> '{column}')"
        size = f"CASE WHEN starts_with({text}, '\\x') THEN length({text}) / 2 - 1 ELSE length({text}) END"
        shown.append(f"'{column}', {size}")
    return f"SELECT one.id, ({seen} || jsonb_build_object({', '.join(shown)}))::text AS content FROM {table} one"


def present(connection):
    """Every trigger of this kind there is, as ``wanted`` says them; one whose function is not what it was, or that fires only under
    a condition, is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, proname, tgargs, tgtype, tgenabled, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace "
            "AND (proname LIKE 'kechuang\\_row\\_%' OR proname = 'kechuang_refuse') AND starts_with(tgname, relname || '_') "
            "AND tgqual IS NULL AND tgattr::text = ''"
        )
        rows = cursor.fetchall()
        sound = _expressions_are_sound(cursor)
        schema = _schema(cursor)
    return {
        name: (function, tuple(bytes(told).decode().split("\0")[:-1]), kind, enabled)
        for name, function, told, kind, enabled, source in rows
        if sound and source == _SOURCES[function].replace("{schema}", schema)
    }


def make(connection, table, watch, kept, found):
    """Give a table its triggers, in place of those it has."""
    with connection.cursor() as cursor:
        for name, (function, told, kind, _) in wanted(connection, table, watch, kept).items():
            what = name.removeprefix(f"{table}_row_").removeprefix(f"{table}_no_")
            when = _WHEN[what].format(table=table)
            arguments = ", ".join(f"'{one}'" for one in told)
            if found.get(name, ())[:3] != (function, told, kind):
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION {function}({arguments})")
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def make_functions(connection):
    """Make the functions of the triggers, or make them again; those that are as they should be stay untouched, and so does their mark."""
    with connection.cursor() as cursor:
        schema = _schema(cursor)
        if _functions_are_sound(cursor, schema):
            return
        cursor.execute(FUNCTION)
        for head, body in _EXPRESSIONS.items():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {head} RETURNS jsonb LANGUAGE sql IMMUTABLE AS $${body}$$")
        for name, body in _BODIES.items():
            body = body.replace("{schema}", schema)
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $${body}$$"
            )


def drop_all(connection):
    """Take every trigger of this kind away, and their functions."""
    with connection.cursor() as cursor:
        for name in (*(f"{body}()" for body in _BODIES), *_EXPRESSIONS):
            cursor.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")


def _expressions_are_sound(cursor):
    cursor.execute(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)",
        [[head.partition("(")[0] for head in _EXPRESSIONS]],
    )
    return dict(cursor.fetchall()) == {head.partition("(")[0]: body for head, body in _EXPRESSIONS.items()}


def _functions_are_sound(cursor, schema):
    """Whether every function is there, says what it should, and is told where to look for names."""
    where = ["search_path=pg_catalog"]
    needed = {name: (body.replace("{schema}", schema), where) for name, body in _BODIES.items()}
    needed |= {head.partition("(")[0]: (body, None) for head, body in _EXPRESSIONS.items()}
    needed["kechuang_refuse"] = REFUSES, None
    cursor.execute(
        "SELECT proname, prosrc, proconfig FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        "AND proname = ANY(%s)",
        [list(needed)],
    )
    return {name: (source, told) for name, source, told in cursor.fetchall()} == needed


def _schema(cursor):
    cursor.execute("SELECT quote_ident(current_schema())")
    return cursor.fetchone()[0]
