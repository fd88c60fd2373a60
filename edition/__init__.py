"""Annotated, bilingual, critical editions: checks, Sphinx extension, print builder, exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the Sphinx half; the pure half is usable without Sphinx."""
    from edition.sphinxext import setup as setup_sphinx

    return setup_sphinx(app)
