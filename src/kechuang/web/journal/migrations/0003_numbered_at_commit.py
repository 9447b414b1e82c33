"""On PostgreSQL entries wait in a table of their own, and get their numbers when their transaction ends.

The waiting table is empty for everybody but the transaction that fills it, so it needs not be logged. Its rows leave it
when the constraints that wait for the commit are checked; leaving, they are numbered once all those checks are done.
"""

from django.db import migrations

_COLUMNS = "at, actor_id, actor, origin, deed, kind, subject, label, before, after, reason, leaf"
_QUEUE = 0x6B65_6368_7561_6E67  # "kechuang": whoever ends a transaction that has entries stands in this line

_FORWARD = (
    f"""
CREATE UNLOGGED TABLE journal_waiting AS SELECT {_COLUMNS} FROM journal_entry WITH NO DATA
""",
    "ALTER TABLE journal_waiting ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    """
CREATE FUNCTION journal_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM journal_waiting WHERE id = NEW.id;
    RETURN NULL;
END $$
""",
    f"""
CREATE FUNCTION journal_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head journal_head;
    frontier text[];
    node bytea := decode(OLD.leaf, 'hex');
    rest bigint;
BEGIN
    PERFORM pg_advisory_xact_lock({_QUEUE});
    SELECT * INTO STRICT head FROM journal_head WHERE id = 1 FOR UPDATE;
    frontier := string_to_array(head.peaks, ' ');
    rest := head.size;
    WHILE rest & 1 = 1 LOOP
        node := sha256('\\x01'::bytea || decode(frontier[cardinality(frontier)], 'hex') || node);
        frontier := frontier[:cardinality(frontier) - 1];
        rest := rest >> 1;
    END LOOP;
    INSERT INTO journal_entry (number, {_COLUMNS})
        VALUES (head.size + 1, {", ".join(f"OLD.{column}" for column in _COLUMNS.split(", "))});
    frontier := frontier || encode(node, 'hex');
    UPDATE journal_head SET size = head.size + 1, peaks = array_to_string(frontier, ' ') WHERE id = 1;
    RETURN NULL;
END $$
""",
    """
CREATE CONSTRAINT TRIGGER journal_waiting_leave AFTER INSERT ON journal_waiting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_leave()
""",
    """
CREATE CONSTRAINT TRIGGER journal_waiting_number AFTER DELETE ON journal_waiting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_number()
""",
)
_BACKWARD = ("DROP TABLE journal_waiting", "DROP FUNCTION journal_leave()", "DROP FUNCTION journal_number()")


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunPython(_run(_FORWARD), _run(_BACKWARD))]
