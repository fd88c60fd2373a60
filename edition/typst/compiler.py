"""The Typst compiler, as a program of its own: JSON on standard input, a PDF on standard output, mistakes on standard error.

It keeps what it knows of a book for the next one, several gigabytes of it, and gives them back only when its process
ends. So :mod:`edition.typst.compiling` starts one for each pass. Run by its path, this file imports nothing of the package.
"""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any, cast

import typst

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


def main() -> int:
    """Compile what is asked for: ``files`` by their paths, ``inputs``, ``date``, and ``root``, the folder of the pictures.

    :returns: 0, or 1 where Typst finds a mistake or warns of something.
    """
    asked = json.load(sys.stdin.buffer)
    year, month, day = asked["date"]
    # They are accepted so, but missing in the stubs. For a picture the compiler takes no bytes.
    files = cast("Any", {name: text.encode() for name, text in asked["files"].items()})
    try:
        pdf, warnings = typst.compile_with_warnings(
            files,
            root=asked["root"],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=asked["inputs"],
            pdf_standards=_STANDARDS,
            timestamp=datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC),
        )
    except typst.TypstError as error:
        return _tell(error.diagnostic or error.message)
    if warnings:
        return _tell("\n".join(dict.fromkeys(item.diagnostic for item in warnings)))
    sys.stdout.buffer.write(pdf)
    return 0


def _tell(mistake: str) -> int:
    sys.stderr.buffer.write(mistake.encode())
    return 1


if __name__ == "__main__":
    sys.exit(main())
