"""What many tests use: the repository, and a copy of the small edition that a test may spoil."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from edition import config, corpus
from edition.model import Edition
from edition.site import write_home

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


@dataclass(frozen=True)
class Site:
    """The real edition as web pages, with the model that they show.

    :ivar out: the folder of the home page and of the trees.
    :ivar doctrees: for each language a folder of what was read, for other builders.
    """

    edition: Edition
    out: Path
    doctrees: Path


@pytest.fixture(scope="session")
def real_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The HTML of the real edition in all its languages, built once for all tests and never changed by them."""
    from building import command  # loads Sphinx, which most tests do without

    settings = config.read(root)
    edition, problems = corpus.load(root, settings)
    assert problems == []
    folder = tmp_path_factory.mktemp("site")
    for language in edition.languages:
        built = command(root, language, "html", folder / "html" / language, folder / "doctrees" / language)
        assert (built.errors, built.code) == ("", 0)
    write_home(settings, folder / "html", folder / "no-books")
    return Site(edition, folder / "html", folder / "doctrees")
