"""Triggers that keep rows as they were written, on SQLite and on PostgreSQL; bulk and raw SQL meet them too."""

REFUSES = "\nBEGIN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END "
FUNCTION = f"""
CREATE OR REPLACE FUNCTION kechuang_refuse() RETURNS trigger LANGUAGE plpgsql AS $${REFUSES}$$
"""
REFUSALS = {  # on SQLite: name and statement of each, for a table
    f"{{table}}_no_{operation.lower()}": f"CREATE TRIGGER {{table}}_no_{operation.lower()} BEFORE {operation} ON {{table}} "
    "BEGIN SELECT RAISE(ABORT, 'rows of {table} cannot be changed or removed'); END"
    for operation in ("UPDATE", "DELETE")
}


def keep(table):
    """A migration step after which rows of ``table`` can be added, and neither changed nor removed."""

    def forward(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        if vendor == "sqlite":
            for statement in REFUSALS.values():
                schema_editor.execute(statement.format(table=table))
        if vendor == "postgresql":
            schema_editor.execute(FUNCTION, params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION kechuang_refuse()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION kechuang_refuse()"
            )

    return forward


def release(table):
    """The way back of ``keep``."""

    def backward(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        names = ("no_update", "no_delete") if vendor == "sqlite" else ("no_change", "no_truncate")
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if vendor == "postgresql" else ""))

    return backward
