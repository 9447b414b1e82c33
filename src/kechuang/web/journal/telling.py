"""What a change of a row says: its table in words, and what its columns held as plain data."""

import json
from decimal import Decimal

from kechuang.domain.masking import masked_name
from kechuang.web.journal.watched import HIDDEN, WATCHED, Watch
from kechuang.web.words import active_words, say


def table_in_words(table):
    """What a table holds, in the language of whoever is looking."""
    return active_words().wordings.get(f"table.{table}", table)


def values_of(change, *, names=True):
    """What the columns of a change held before and after, as plain data, nothing of secrets; without ``names`` personal data is masked."""
    watch = WATCHED.get(change.table_name, Watch())
    return [
        {column: _open(column, value, watch, names=names) for column, value in loaded(text).items()} if text else None
        for text in (change.before, change.after)
    ]


def _open(column, value, watch, *, names):
    if column in watch.secret and value is not None:
        return HIDDEN
    return masked_name(str(value)) if column in watch.personal and value and not names else value


def hidden_in_words(watch, column, value):
    """What stands for a value that is not written down: for a long one its length."""
    return say("rows.secret") if column in watch.secret or value == HIDDEN else say("rows.long", length=value)


def loaded(text):
    """The columns a change names; what is not as a trigger writes it is shown as it stands."""
    try:
        found = json.loads(text, parse_float=Decimal) if text else {}
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"": text}
