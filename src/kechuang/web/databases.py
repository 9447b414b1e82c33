"""The database that a URL names, as Django expects it."""

from urllib.parse import parse_qsl, unquote, urlsplit

# Half of what a page costs the server is planning the same statements again: those that come often are planned once.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database_of(url: str) -> dict[str, object]:
    """The database a URL names: ``sqlite:///folder/file`` or ``postgresql://user:password@host:port/name``.

    SQLite writes ahead and syncs at each commit: with ``NORMAL`` a power cut loses acknowledged work. Transactions take
    the write lock when they begin, since one that asks for it later is refused at once instead of waiting its turn.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "kechuang.web.sqlite",
            "NAME": unquote(parts.path).removeprefix("/"),
            "TEST": {"NAME": ":memory:"},
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "kechuang.web.postgresql",
            "NAME": unquote(parts.path).removeprefix("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _PREPARED | options,
        }
    raise ValueError(f"KECHUANG_DATABASE_URL: sqlite:// or postgresql:// expected, {parts.scheme or 'nothing'!r} found")
