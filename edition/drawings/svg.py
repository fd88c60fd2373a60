"""Writing SVG.

Colours are presentation attributes, which hold wherever no style sheet does: in books, e-books and pictures that stand
alone. A page overrides them by class, so that dark mode, print and forced colours have their own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

FONT = "Libertinus Serif, serif"
_LINK = re.compile(r'<a href="[^"]*">')

INK, QUIET, PAPER = "#000000", "#595959", "#ffffff"

_WIDTH_OF_LETTER = 0.5
"""The width of a letter as a part of the size of the font: that of Libertinus and of the usual serifs is at most this."""

_WIDTH_OF_CAPITAL = 0.7

WIDEST_LETTER = 0.57
"""The same of the widest serif in use, DejaVu Serif: what is cut into lines for a column must not stand out of it."""

PRINTED_LETTER = 0.46
"""The same in a book, which has its font with it: that of a line in Libertinus."""


@dataclass(frozen=True)
class Drawing:
    """A picture.

    :ivar name: unique in the edition, but for the language.
    :ivar title: what it is called by those who do not see it.
    :ivar description: what it shows, in a sentence.
    :ivar svg: the whole element, with title and description in it.
    :ivar width: in units of its own, of which the words have 11 or 12 in height.
    """

    name: str
    title: str
    description: str
    svg: str
    width: float
    height: float

    @property
    def still(self) -> str:
        """The element without its links, for a picture that stands alone: there they would lead nowhere."""
        return _LINK.sub("<g>", self.svg).replace("</a>", "</g>")


@dataclass(frozen=True)
class Box:
    """A rectangle of a drawing: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two have room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def has(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def width_of(text: str, size: float) -> float:
    """About how wide *text* is, in a font of this *size*; rather more than less."""
    return size * sum(_WIDTH_OF_CAPITAL if letter.isupper() else _WIDTH_OF_LETTER for letter in text)


def wrapped(text: str, width: float, size: float, letter: float = WIDEST_LETTER) -> list[str]:
    """The lines of *text* in a column of this *width*: as few as can be, and then as even as can be.

    :param letter: how wide one is, as a part of the size of the font.
    """
    room = max(8, int(width / (size * letter)))
    lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    while len(lines) > 1 and room > 8:
        room -= 1
        evener = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
        if len(evener) > len(lines) or max(map(len, evener)) > room:
            break
        lines = evener
    return lines


def canvas(name: str, width: float, height: float, title: str, description: str, *, linked: bool) -> Element:
    """An empty drawing.

    :param linked: whether there are links in it, which would be hidden in an image.
    """
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "group" if linked else "img",
            "aria-labelledby": f"{name}-title {name}-description",
            "font-family": FONT,
        },
    )
    SubElement(root, "title", id=f"{name}-title").text = title
    SubElement(root, "desc", id=f"{name}-description").text = description
    return root


def written(root: Element) -> str:
    """The drawing as text."""
    return tostring(root, encoding="unicode")


def put(parent: Element, tag: str, **attributes: object) -> Element:
    """Add an element; ``class_`` is its class, and ``_`` stands for a hyphen in the names of attributes."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return SubElement(parent, tag, {name: number(value) for name, value in named.items()})


def number(value: object) -> str:
    """An attribute as text; lengths to a tenth of a unit, so that the same data give the same bytes everywhere."""
    return f"{round(value, 1):g}" if isinstance(value, float) else str(value)


def path_of(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """The data of a path through *points*."""
    steps = [f"{number(float(x))} {number(float(y))}" for x, y in points]
    return f"M{'L'.join(steps)}{'Z' if closed else ''}"
