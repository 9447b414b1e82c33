"""The language of the command line: the locale's, unless ``KECHUANG_LANGUAGE`` says zh or en."""

from collections.abc import Mapping


def language_of(environment: Mapping[str, str]) -> str:
    """``zh`` or ``en`` after the usual order of locale variables.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "C.UTF-8"})
    ('zh', 'en')
    """
    names = ("KECHUANG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "en")
    return "zh" if chosen.lower().startswith("zh") else "en"
