"""What a change of a row says: its table in words, and what its columns held as plain data."""

import json
from decimal import Decimal

from kechuang.domain.masking import masked_name
from kechuang.web.journal.watched import WATCHED, Watch
from kechuang.web.words import active_words, say


def table_in_words(table):
    """What a table holds, in the language of whoever is looking."""
    return active_words().wordings.get(f"table.{table}", table)


def values_of(change, *, names=True):
    """What the columns of a change held before and after, as plain data; without ``names`` personal data is masked."""
    hidden = () if names else WATCHED.get(change.table_name, Watch()).personal
    return [
        {
            column: masked_name(str(value)) if column in hidden and value else value
            for column, value in loaded(text).items()
        }
        if text
        else None
        for text in (change.before, change.after)
    ]


def hidden_in_words(watch, column, value):
    """What stands for a value that is not written down: for a long one its length."""
    return say("rows.secret") if column in watch.secret else say("rows.long", length=value)


def loaded(text):
    """The columns a change names; what is not as a trigger writes it is shown as it stands."""
    try:
        found = json.loads(text, parse_float=Decimal) if text else {}
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"": text}
