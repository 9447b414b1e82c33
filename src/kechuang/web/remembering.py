"""What is asked of the database once per page, however many parts of the page need it.

Only reading remembers: a request that changes something asks anew each time, and so do jobs and commands.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it, functions that are ``once_a_page`` answer what they answered before."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once_a_page(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function of hashable arguments that is asked once a page."""

    @wraps(function)
    def asked(*arguments: Any) -> Answer:
        kept = _kept.get()
        if kept is None:
            return function(*arguments)
        key = (function, arguments)
        if key not in kept:
            kept[key] = function(*arguments)
        answer: Answer = kept[key]
        return answer

    return asked
