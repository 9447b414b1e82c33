"""What stops an index from being computed: what is wrong and where, as a value the shell can word."""


class Unfit(Exception):
    """A recipe or data that no index can be computed from. ``code`` names the reason, ``details`` the place."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = {name: str(detail) for name, detail in details.items()}
