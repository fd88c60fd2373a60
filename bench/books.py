"""Measure the books: pages, size, time and memory of each, in every form: ``make bench``.

Each is measured by a process of its own, which counts the compilers that it starts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import pypdfium2

from edition import config
from edition.typst.book import MEDIA, PAPERS, Form, books_of, make_books

ROOT = Path(__file__).resolve().parent.parent


def measure(trees: Path, form: Form, name: str, keep: Path | None) -> None:
    """Make one book, and print a line: pages, size, seconds by the clock and of work, memory at its peak."""
    with tempfile.TemporaryDirectory() as elsewhere:
        start = time.perf_counter()
        (path,) = make_books(ROOT, trees, keep or Path(elsewhere), form, [name])
        seconds = time.perf_counter() - start
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        work = sum(part.ru_utime + part.ru_stime for part in used)
        # The compiler and what asks it are there at the same time.
        peak = sum(part.ru_maxrss for part in used) / 1024
        pages, size = len(pypdfium2.PdfDocument(path)), path.stat().st_size / 1024**2
        print(
            f"{path.name:30}{pages:4} pages{size:6.1f} MB{seconds:7.1f} s{work:7.1f} s of work{peak:6.0f} MB of memory",
            flush=True,
        )


def main() -> None:
    """Measure every form, or those of one paper."""
    parser = argparse.ArgumentParser(prog="python -m bench.books", description=__doc__)
    parser.add_argument("trees", type=Path, help="the folder with one Typst tree for each language")
    parser.add_argument("--paper", choices=PAPERS, action="append", help="only this paper")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="leave the books there; one that is there is not made"
    )
    options = parser.parse_args()
    languages = config.read(ROOT).languages
    context = multiprocessing.get_context("spawn")
    for paper in options.paper or PAPERS:
        for form in (Form(paper, medium, facing) for medium in MEDIA for facing in (False, True)):
            for name in books_of(languages, form):
                process = context.Process(target=measure, args=(options.trees, form, name, options.keep))
                process.start()
                process.join()


if __name__ == "__main__":
    main()
