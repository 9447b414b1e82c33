"""Moments as entries and changes of rows name them."""

from datetime import datetime


def when(text):
    """The moment an entry names; None where it names none, which the verification will say."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
