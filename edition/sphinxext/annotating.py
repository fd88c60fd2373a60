"""The form for an annotation: its script beside the pages, and the ways to it from a page of the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from edition import annotating
from edition.addresses import CONTRIBUTE
from edition.repository import Repository
from edition.sphinxext.citations import dated, plain, work_label
from edition.sphinxext.domain import domain_of, on_the_web, section_of_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

_HELP = "about/check"


def write_data(app: Sphinx, env: BuildEnvironment) -> None:
    """Put everything that the form knows beside the pages."""
    if not on_the_web(app.builder):
        return
    domain = domain_of(env)
    cite = cast("BibtexDomain", env.get_domain("cite"))
    works = [
        annotating.Work(
            key,
            plain(work_label(entry, domain.language)),
            dated(entry, domain.language),
            plain(entry.fields["title"]),
        )
        for key, entry in sorted(cite.bibdata.data.entries.items())
    ]
    guide = app.builder.get_target_uri(_HELP) if _HELP in env.found_docs else ""
    script = annotating.script(domain.config, domain.edition, domain.language, works, guide)
    Path(app.outdir, "_static", annotating.SCRIPT).write_text(script, encoding="utf-8")


def add_way(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page of the text the address that proposes an annotation without a script; empty where there is none."""
    section = section_of_page(app, pagename, doctree)
    if section is None or not section.paragraphs:
        return
    domain = domain_of(app.env)
    repository = Repository.of(domain.config.repository)
    if repository:
        context["edition_annotate"] = repository.issue
    elif CONTRIBUTE in app.env.found_docs:
        context["edition_annotate"] = app.builder.get_relative_uri(pagename, CONTRIBUTE)
    else:
        context["edition_annotate"] = ""
