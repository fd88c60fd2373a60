"""Notes for the small edition whose ranges lie in one another, overlap, cross segments and touch an emendation."""

from __future__ import annotations

from pathlib import Path

_NOTE = """---
target: "{target}"
quote: "{la}"
quote-de: "{de}"
kind: context
author: editores
status: proposed
---
# la
Nota.

# de
Note.
"""

_EMENDATION = """- passage: "1.1.2"
  quote: persuasit ut
  emendation: persuasit, ut
  category: punctuation
  certainty: probable
  reason:
    la: Sententia pendens distinguitur.
    de: Der Nebensatz wird abgetrennt.
"""

QUOTES = {
    "exterior": (
        "0.1.1",
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae",
        "Gallien als Ganzes ist in drei Teile geteilt",
    ),
    "interior": ("0.1.1", "in partes", "in drei Teile"),
    "transversa": ("0.1.1", "partes tres, quarum unam", "geteilt: Den einen"),
    "continuata": ("0.1.2-0.1.3", "inter se differunt. Gallos", "Gesetzen. Die Gallier"),
    "emendata": ("1.1.2", "civitati persuasit", "überredete den Stamm"),
}
"""For each slug its passages and its words in Latin and German."""


def add_ranges(root: Path) -> None:
    """Put the notes and the emendation into the small edition at *root*."""
    for slug, (target, la, de) in QUOTES.items():
        path = root / "annotations" / target[0] / f"{slug}.md"
        path.write_text(_NOTE.format(target=target, la=la, de=de), encoding="utf-8")
    (root / "annotations/1/emendations.yaml").write_text(_EMENDATION, encoding="utf-8")
