"""The same sources make the same bytes: pages, books and e-books, in another folder and on another day."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from building import command, digests
from conftest import SMALL

from edition import config, corpus
from edition.indexing import write_index
from edition.publishing import write_site
from edition.searching import records
from edition.typst.book import Form, make_books
from edition.typst.pictures import write_pictures

OUTPUTS = ("html", "pdf", "epub")
LATER = datetime.timedelta(days=400)


class Later(datetime.datetime):
    """What Sphinx asks for the day, more than a year from now."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Later:
        return super().now(tz) + LATER


def made(folder: Path) -> Path:
    """All that readers get of the small edition, made of a copy of it in *folder*."""
    root = Path(shutil.copytree(SMALL, folder / "small", copy_function=shutil.copyfile))
    settings = config.read(root)
    for language in settings.languages:
        for builder in ("html", "typst", "epub"):
            built = command(root, language, builder, folder / builder / language, folder / f"doctrees/{language}")
            assert (built.errors, built.code) == ("", 0)
    for form in (Form(), Form("a5", "print", facing=True)):
        make_books(root, folder / "typst", folder / "pdf", form)
    edition, _ = corpus.load(root, settings)
    write_pictures(settings, folder / "html")
    write_index(records(edition, settings.regions), folder / "html")
    write_site(edition, settings, folder / "html", folder / "pdf")
    return folder


@contextmanager
def another_day() -> Iterator[None]:
    """A clock that is fast, in another part of the world."""
    now, local, universal = time.time, time.localtime, time.gmtime
    fast = LATER.total_seconds()
    with ExitStack() as after, pytest.MonkeyPatch.context() as patch:
        after.callback(time.tzset)  # when the clock is right again
        patch.setattr(time, "time", lambda: now() + fast)
        patch.setattr(time, "localtime", lambda moment=None: local(now() + fast if moment is None else moment))
        patch.setattr(time, "gmtime", lambda moment=None: universal(now() + fast if moment is None else moment))
        for name, module in list(sys.modules.items()):
            if name.startswith("sphinx") and getattr(module, "datetime", None) is datetime.datetime:
                patch.setattr(module, "datetime", Later)
        patch.setenv("TZ", "Pacific/Kiritimati")
        time.tzset()
        yield


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with another_day():
        return made(tmp_path_factory.mktemp("second") / "a folder with a longer name")


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_same_bytes_elsewhere_and_on_another_day(first: Path, second: Path, output: str) -> None:
    here, there = digests(first / output), digests(second / output)
    assert len(here) > 3
    assert [name for name in sorted(here.keys() | there.keys()) if here.get(name) != there.get(name)] == []


def test_the_other_day_is_one() -> None:
    before = time.localtime().tm_year
    with another_day():
        assert time.localtime().tm_year > before
        assert os.environ["TZ"] == "Pacific/Kiritimati"
    assert time.localtime().tm_year == before
