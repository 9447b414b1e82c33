"""The same bureau as in tests/web."""

from tests.web.conftest import _own_folders, browser, bureau, county, elsewhere, people

__all__ = ["_own_folders", "browser", "bureau", "county", "elsewhere", "people"]
