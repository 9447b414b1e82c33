"""The connection Django makes to an SQLite file."""

import sqlite3

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; ``changes_before`` is the last change of a row when its transaction began.

    SQLite gives transactions no number, but lets one write at a time: what came later is of this transaction.
    """

    changes_before = 0

    def _start_transaction_under_autocommit(self):
        super()._start_transaction_under_autocommit()
        self.changes_before = _last_change(self.connection)


def _last_change(connection):
    try:
        found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal_rowchange'").fetchone()
    except sqlite3.OperationalError:  # an empty database
        return 0
    return found[0] if found else 0
