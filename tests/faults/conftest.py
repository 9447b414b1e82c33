"""Folders of a test's own, as in tests/web."""

from tests.web.conftest import _own_folders

__all__ = ["_own_folders"]
