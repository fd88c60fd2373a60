"""Pictures of the site: the card that networks show with a link, and the icons of the installed site."""

from __future__ import annotations

from pathlib import Path

import typst

from edition.config import Config
from edition.metadata import CARD_SIZE, card_name
from edition.publishing import ICON_SIZES, icon_name

_SOURCE = Path(__file__).with_name("pictures.typ")
_ICON = Path(__file__).parent.parent / "static/favicon.svg"


def write_pictures(config: Config, site: Path) -> None:
    """Write a card for each language and an icon of each size, as PNG, into the folder *site*."""
    width, height = CARD_SIZE
    for language in config.languages:
        words = {"title": config.titles[language], "subtitle": config.subtitles.get(language, ""), "language": language}
        _draw(site / card_name(language), {"kind": "card", "width": str(width), "height": str(height), **words})
    for size in ICON_SIZES:
        _draw(site / icon_name(size), {"kind": "icon", "width": str(size), "height": str(size)})


def _draw(path: Path, inputs: dict[str, str]) -> None:
    """A picture in which a point is a pixel."""
    compiled = typst.compile(
        str(_SOURCE),
        root=str(_ICON.parent.parent),
        format="png",
        ppi=72,
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    path.write_bytes(compiled if isinstance(compiled, bytes) else b"".join(compiled))
