"""The print half: doctrees → Typst documents (a Sphinx builder) → PDF books (the Typst compiler).

As an extension, ``edition.typst`` is for projects that are no edition: it has the builders ``typst`` and ``typstpdf``, and
nothing else. An edition has them with :mod:`edition.sphinxext`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builders, for a project without a text of an edition."""
    # The Sphinx half imports the builders, so this half cannot import it before it is needed.
    from edition.sphinxext.domain import EditionDomain, without_text
    from edition.typst.pdfbuilder import setup_builders

    app.add_domain(EditionDomain)
    app.connect("builder-inited", without_text)
    setup_builders(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
