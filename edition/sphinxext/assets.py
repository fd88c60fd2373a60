"""The style sheet and the scripts of the pages, joined from the folders ``styles`` and ``scripts``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import sphinx

from edition.searching import stemmer_of
from edition.sphinxext.views import style_of

_STEMMERS = Path(sphinx.__file__).parent / "search/minified-js"

# Of two rules for one thing the later one holds.
STYLES = [
    "fonts",
    "page",
    "shell",
    "text",
    "passages",
    "states",
    "ranges",
    "mentions",
    "word-notes",
    "lists",
    "notes",
    "note-panel",
    "drawings",
    "chronology",
    "registers",
    "switches",
    "dialogs",
    "search",
    "annotating",
    "progress",
    "home",
    "views",
    "narrow",
    "print",
]


def write_joined(package: Path, into: Path, languages: Iterable[str]) -> None:
    """Write ``edition.css``, ``edition.js`` and, for what is set before a page is drawn, ``edition-early.js`` into *into*.

    The views of an edition are in its *languages*, and so are the words that are searched for; the scripts that a page
    loads later stand beside these.

    :raises ValueError: where a style sheet of the folder is not in the order.
    """
    styles = {path.stem: path.read_text(encoding="utf-8") for path in (package / "styles").glob("*.css")}
    if styles.keys() != set(STYLES):
        raise ValueError(f"edition/styles and their order differ: {', '.join(sorted(styles.keys() ^ set(STYLES)))}")
    into.mkdir(parents=True, exist_ok=True)
    in_one_language = map(style_of, languages)
    _write(into / "edition.css", "\n".join([*(styles[name] for name in STYLES), *in_one_language]))
    page = package / "scripts/page.js"
    others = sorted(path for path in (package / "scripts").glob("*.js") if path != page)
    blocks = "\n".join(f"{{\n{path.read_text(encoding='utf-8')}}}" for path in others)
    _write(into / "edition.js", f'(() => {{\n"use strict";\n{page.read_text(encoding="utf-8")}\n{blocks}\n}})();\n')
    early = sorted((package / "scripts/early").glob("*.js"))
    blocks = "\n".join(f"{{\n{path.read_text(encoding='utf-8')}}}" for path in early)
    _write(into / "edition-early.js", f'"use strict";\n{blocks}\n')
    for path in (package / "scripts/later").glob("*.js"):
        _write(into / path.name, path.read_text(encoding="utf-8"))
    for name in ("base", *sorted({*map(stemmer_of, languages)} - {""})):
        _write(into / f"{name}-stemmer.js", (_STEMMERS / f"{name}-stemmer.js").read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    """Leave a file alone that has the text already, so that nothing is copied again."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
