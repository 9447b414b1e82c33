"""Where the real documents are, for tests that use them; they are data beside the project, and may be absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def real_plans() -> Path:
    """The folder of published plans and hand-checked truth."""
    return _present(SHARED / "plans")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of published numbers."""
    return _present(SHARED / "data")


def _present(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine (shared/ beside the project)")
    return folder
