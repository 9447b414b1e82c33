"""The words of the site in the reader's language, from the rulebooks."""

from django.utils.translation import get_language

from kechuang.readers.words import Words, read_words


def active_words() -> Words:
    """The wordings in the language of this request: Chinese unless English was chosen."""
    return read_words("en" if get_language() == "en" else "zh")


def say(key: str, /, **details: object) -> str:
    """The wording of ``key`` for whoever is looking."""
    return active_words().say(key, **details)
