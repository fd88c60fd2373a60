"""The views of a page of pairs: both languages, one of them, or one with the other on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from edition.messages import message
from edition.settings import BOTH, REVEAL, views
from edition.site import native_name
from edition.sphinxext.domain import domain_of, on_the_web
from edition.sphinxext.nodes import note_pair, parallel_row

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def style_of(language: str) -> str:
    """The rule that leaves only one language of each pair in its view; a style sheet cannot say it of any language."""
    hidden = ":is(.parallel-cell, .edition-note, .companion-title)"
    return (
        f'[data-view="{language}"] {hidden}:not([lang="{language}"]),\n'
        f'[data-view="{language}"] h1:has(> .segment:not([lang="{language}"])) {{\n  display: none;\n}}\n'
    )


def add_views(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page that has pairs of languages which views there are, and what they are called."""
    if doctree is None or not on_the_web(app.builder):
        return
    pairs = doctree.findall(lambda node: isinstance(node, (parallel_row, note_pair)))
    if next(iter(pairs), None) is None:
        return
    domain = domain_of(app.env)
    names = {BOTH: message("Both languages", domain.language), REVEAL: message("The other on demand", domain.language)}
    context["edition_views"] = [(view, names.get(view) or native_name(view)) for view in views(domain.languages)]
    context["edition_views_label"] = message("Languages", domain.language)
    context["edition_view_languages"] = [(code, native_name(code)) for code in domain.languages]
