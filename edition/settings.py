"""What a reader may set: in the address, by a switch of the page, remembered by the browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edition.readings import DEFAULT_STATE, STATES


@dataclass(frozen=True)
class Setting:
    """One thing to choose, which is set before a page is drawn (``scripts/early/settings.js``).

    :ivar name: of the parameter in an address.
    :ivar attribute: of the page's root element, without ``data-``; a value is remembered as ``edition-<attribute>``.
    :ivar values: all values; for the first one, the usual, the root has no attribute.
    """

    name: str
    attribute: str
    values: tuple[str, ...]


BOTH, REVEAL = "both", "reveal"
"""The views that are not of one language: of both, and of one with the other on demand."""


def views(languages: Iterable[str]) -> tuple[str, ...]:
    """The names of all views, the usual one first; that of one language is its code."""
    return (BOTH, *languages, REVEAL)


_SETTINGS = (
    Setting("state", "reading-state", (DEFAULT_STATE, *(state for state in STATES if state != DEFAULT_STATE))),
    Setting("ranges", "ranges", ("on", "off")),
    Setting("theme", "theme", ("auto", "light", "dark")),
    Setting("contents", "contents", ("shown", "hidden")),
)


def written(languages: Iterable[str]) -> str:
    """All settings of an edition in some *languages*, as the script before the page reads them."""
    settings = (*_SETTINGS, Setting("view", "view", views(languages)))
    return ", ".join(" ".join((setting.name, setting.attribute, *setting.values)) for setting in settings)
