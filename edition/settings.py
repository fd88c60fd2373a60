"""What a reader may set: in the address, by a switch of the page, remembered by the browser."""

from __future__ import annotations

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


SETTINGS = (
    Setting("state", "reading-state", (DEFAULT_STATE, *(state for state in STATES if state != DEFAULT_STATE))),
    Setting("ranges", "ranges", ("on", "off")),
    Setting("theme", "theme", ("auto", "light", "dark")),
    Setting("contents", "contents", ("shown", "hidden")),
)


def written() -> str:
    """All settings as the script before the page reads them."""
    return ", ".join(" ".join((setting.name, setting.attribute, *setting.values)) for setting in SETTINGS)
