"""What many tests use: the repository, and a copy of the small edition that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "small"


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository, where the real edition is."""
    return ROOT


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A fresh copy of the small edition (Latin and German), for this test alone."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))
