"""The cover of an e-book: titles on a quiet ground, set by Typst with its own fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edition.config import Config

_TEMPLATE = Path(__file__).with_name("cover.typ")
_PPI = 96.0
"""Pixels an inch; the page of the template is 1600 by 2400 points at 72, so this makes 2133 by 3200."""


def write_cover(config: Config, languages: Sequence[str], path: Path) -> None:
    """Write a PNG.

    :param languages: those of the book; the first one gives the large title.
    """
    first = languages[0]
    words = {
        "titles": "\n".join(config.titles[code] for code in languages),
        "subtitle": config.subtitles.get(first, ""),
        "authors": config.authors.get(first, ""),
        "languages": "\n".join(languages),
        "release": config.release,
    }
    picture = typst.compile(_TEMPLATE, format="png", ppi=_PPI, sys_inputs=words, ignore_system_fonts=True)
    assert isinstance(picture, bytes)  # one page
    path.write_bytes(picture)
