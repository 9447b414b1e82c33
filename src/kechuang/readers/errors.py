"""What a reader answers when a file cannot be read: what is wrong, where, and what to do next."""


class Unreadable(Exception):
    """A file that cannot be read. ``code`` names the reason; its words are in the rulebook ``problems``."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __reduce__(self) -> tuple[object, ...]:
        """Pickles with its details, so that a worker process can raise it."""
        return _again, (self.code, self.details)


def _again(code: str, details: dict[str, str]) -> Unreadable:
    return Unreadable(code, **details)
