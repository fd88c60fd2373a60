"""What many tests use: the repository, and a copy of the small edition that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edition import config, corpus
from edition.model import Edition
from edition.publishing import write_site

if TYPE_CHECKING:
    from browsing import Reader
    from playwright.sync_api import Browser, Page

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


PASSAGES = """numbers:
  "0": 1 1a
  "0.1": 1 1a 3
  "1": 2
aliases:
  "0.1.2": {to: "0.1.1", removed: "2"}
  "0.2": {to: "0.1a"}
  "0.2.1": {to: "0.1a.1"}
  "0.2.2": {to: "0.1a.2"}
  "0.3": {to: "1.2"}
  "0.3.1": {to: "1.2.2"}
  "1.1": {to: "1.2"}
  "1.1.1": {to: "1.2.1"}
  "1.1.2": {to: "1.2.2"}
  "1.1a": {to: "1.0", removed: "3"}
  "1.1a.1": {to: "1.0", removed: "3"}
"""


def revise(small: Path) -> Path:
    """Make of a copy of the small edition one of which there were other revisions: the same text with other numbers."""
    (small / "source/passages.yaml").write_text(PASSAGES, encoding="utf-8")
    note = small / "annotations/1/duo-consules.md"
    note.write_text(note.read_text(encoding="utf-8").replace('"1.1.2"', '"1.2.2"'), encoding="utf-8")
    return small


@pytest.fixture
def revised(small: Path) -> Path:
    """A fresh copy of the small edition with other numbers, for this test alone."""
    return revise(small)


@dataclass(frozen=True)
class Site:
    """The real edition as web pages, with the model that they show.

    :ivar out: the folder of the home page and of the trees.
    :ivar doctrees: for each language a folder of what was read, for other builders.
    """

    edition: Edition
    out: Path
    doctrees: Path


def whole_site(root: Path, folder: Path) -> Site:
    """The HTML of an edition in all its languages, with what stands above the trees and the index of the search."""
    from building import command  # loads Sphinx, which most tests do without

    from edition.indexing import write_index
    from edition.searching import records
    from edition.typst.pictures import write_pictures

    settings = config.read(root)
    edition, problems = corpus.load(root, settings)
    assert [problem for problem in problems if not problem.notice] == []
    for language in edition.languages:
        built = command(root, language, "html", folder / "html" / language, folder / "doctrees" / language)
        assert (built.errors, built.code) == ("", 0)
    books = folder / "books"
    books.mkdir()
    for name in ("parallel", *edition.languages):
        (books / f"{name}.pdf").write_bytes(b"%PDF-")  # the books themselves are tested elsewhere
    write_pictures(settings, folder / "html")
    write_index(records(edition, settings.regions), folder / "html")
    write_site(edition, settings, folder / "html", books)
    return Site(edition, folder / "html", folder / "doctrees")


@pytest.fixture(scope="session")
def real_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real edition, built once and never changed by the tests."""
    return whole_site(root, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML of the small edition with other numbers, built once and never changed by the tests."""
    folder = tmp_path_factory.mktemp("small-site")
    return whole_site(revise(Path(shutil.copytree(SMALL, folder / "small"))), folder).out


@pytest.fixture(scope="session")
def open_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition, open to notes of its readers; its site is in ``html``, and nothing of it is changed by the tests."""
    from filling import open_to_notes

    return open_to_notes(tmp_path_factory.mktemp("open"))


# What follows loads Playwright, which most tests do without.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from browsing import launched

    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def server(real_site: Site) -> Iterator[str]:
    """The address at which the real edition is served."""
    from browsing import served

    with served(real_site.out) as address:
        yield address


@pytest.fixture(scope="module")
def small_server(small_site: Path) -> Iterator[str]:
    """The address at which the small edition is served."""
    from browsing import served

    with served(small_site) as address:
        yield address


@pytest.fixture
def held(browser: Browser) -> Iterator[Page]:
    """A page whose requests a test may hold back: no worker of the site answers them instead."""
    page = browser.new_page(service_workers="block")
    yield page
    page.close()


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader at a desk."""
    from browsing import WIDE, Reader

    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    yield Reader(context, server)
    context.close()


@pytest.fixture(scope="module")
def open_server(open_edition: Path) -> Iterator[str]:
    """The address at which the edition that is open to notes is served, with a strict policy."""
    from browsing import served
    from filling import Guarded

    with served(open_edition / "html", Guarded) as address:
        yield address


@pytest.fixture
def teacher(browser: Browser, open_server: str) -> Iterator[Reader]:
    """A reader of the edition that is open to notes."""
    from filling import a_teacher

    with a_teacher(browser, open_server) as reader:
        yield reader
