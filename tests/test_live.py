"""What is saved is built again, and the browser is told."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edition import live
from edition.live import Builds


@contextmanager
def serving(folder: Path, builds: Builds) -> Iterator[str]:
    stop = threading.Event()
    pages = live.server(folder, 0, builds, stop)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{pages.server_port}"
    stop.set()
    pages.shutdown()
    pages.server_close()


def test_a_change_of_a_file_is_built_and_told(small: Path) -> None:
    builds, stop, built = Builds(), threading.Event(), threading.Event()
    watching = threading.Thread(target=live.watch, args=(small, built.set, builds, stop))
    watching.start()
    note = small / "annotations/1/duo-consules.md"
    try:
        while not built.is_set():  # the first look may come after the first change
            note.write_text(note.read_text(encoding="utf-8") + "\n", encoding="utf-8")
            built.wait(1)
    finally:
        stop.set()
        watching.join()
    assert built.is_set()


def test_pages_wait_for_a_build_and_files_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "la").mkdir()
    (tmp_path / "la/index.html").write_text("<html><body><p>Gallia</p></body></html>", encoding="utf-8")
    (tmp_path / "la/data.json").write_text("{}", encoding="utf-8")
    builds = Builds()
    with serving(tmp_path, builds) as address:
        page = urllib.request.urlopen(f"{address}/la/index.html").read()
        assert page == b'<html><body><p>Gallia</p><script src="/live.js"></script></body></html>'
        assert urllib.request.urlopen(f"{address}/la/").read() == page
        assert b"location.reload()" in urllib.request.urlopen(f"{address}/live.js").read()
        assert urllib.request.urlopen(f"{address}/la/data.json").read() == b"{}"
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/../../etc/passwd")
        with urllib.request.urlopen(f"{address}/live-events", timeout=60) as events:
            lines = iter(events.readline, b"")
            next(lines)
            teller = threading.Thread(target=tell, args=(builds, stopped := threading.Event()))
            teller.start()
            assert b"data: built\n" in lines
            stopped.set()
            teller.join()


def tell(builds: Builds, stopped: threading.Event) -> None:
    while not stopped.wait(0.1):
        builds.done()
