"""The Sphinx half: domain, transforms, directives, HTML and the print builder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import citation

import edition
from edition import settings
from edition.epub import builder as ebook_builder
from edition.epub import pages
from edition.readings import DEFAULT_STATE, STATES
from edition.sphinxext import (
    aboutnotes,
    annotating,
    apparatus,
    assets,
    changes,
    chronology,
    citations,
    credits,
    domain,
    finishing,
    formerpages,
    html,
    interface,
    latex,
    lowering,
    maps,
    mentioned,
    metadata,
    notelist,
    passagemenu,
    registers,
    rules,
    search,
    views,
    works,
)
from edition.sphinxext.nodes import ALL

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_PACKAGE = Path(edition.__file__).parent


def configure(app: Sphinx, config: Config) -> None:
    """Fit the one configuration file to the language of the tree that is built.

    :raises NotBuiltError: where there is no such reading state, whatever the builder.
    """
    if config.edition_state not in STATES:
        raise domain.NotBuiltError(
            f"The edition was not built: edition_state is “{config.edition_state}”; write one of {', '.join(STATES)}."
        )
    language = config.language
    config.project = config.edition_titles.get(language, config.project)
    config.html_title = config.project
    config.html_use_index = False  # the registers are the indexes
    config.epub_title = config.project
    config.epub_description = config.edition_subtitles.get(language, "")
    config.epub_cover = (ebook_builder.COVER, "epub-cover.html")
    config.author = config.edition_authors.get(language, config.author)
    config.bibtex_default_style = f"edition-{language}"
    config.templates_path = [*config.templates_path, str(_PACKAGE / "templates")]
    config.html_static_path = [*config.html_static_path, str(_PACKAGE / "static")]
    early: dict[str, Any] = {"data-settings": settings.written(config.edition_languages)}
    app.add_js_file("edition-early.js", **early)
    citations.register_styles(config.edition_languages)
    interface.translate(app, config)
    if config.edition_site:
        config.html_baseurl = f"{config.edition_site.rstrip('/')}/{language}/"


def put_assets(app: Sphinx) -> None:
    """Put the joined style sheet and scripts where the pages look for them; an e-book has its own."""
    if domain.on_the_web(app.builder):
        assets.write_joined(_PACKAGE, Path(app.outdir, "_static"), app.config.edition_languages)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything that Sphinx must know."""
    for name, default in (
        ("languages", []),
        ("titles", {}),
        ("subtitles", {}),
        ("authors", {}),
        ("translators", {}),
        ("regions", {}),
    ):
        app.add_config_value(f"edition_{name}", default, "env", types=frozenset({list, dict}))
    app.add_config_value("edition_licence", "", "html", types=frozenset({str}))
    # Every page says them where it says how it is cited.
    for name in ("release", "date", "revision", "site"):
        app.add_config_value(f"edition_{name}", "", "html", types=frozenset({str}))
    for name in ("repository", "email"):
        app.add_config_value(f"edition_{name}", "", "html", types=frozenset({str}))
    app.add_config_value("edition_state", DEFAULT_STATE, "env", types=frozenset({str}))
    for node in ALL:
        if node in html.VISITORS:
            app.add_node(node, html=html.VISITORS[node], epub=pages.VISITORS[node])
        else:
            app.add_node(node)
    app.add_node(citation, override=True, html=(html.visit_citation, html.depart_block))
    app.add_domain(domain.EditionDomain)
    for role in ("note", "passage"):
        app.add_role(role, domain.EditionRole(warn_dangling=True), override=True)
    # Sphinx looks into its standard domain before it looks for roles without one.
    app.add_role_to_domain("std", "term", domain.EditionRole(warn_dangling=True), override=True)
    app.add_directive("register", registers.RegisterDirective)
    app.add_directive("chronology", chronology.ChronologyDirective)
    app.add_directive("map", maps.MapDirective)
    app.add_directive("apparatus", apparatus.ApparatusDirective)
    app.add_directive("notes", notelist.NotesDirective)
    app.add_directive("works", works.WorksDirective)
    app.add_directive("credits", credits.CreditsDirective)
    app.add_directive("rules", rules.RulesDirective)
    app.add_transform(lowering.ParallelPage)
    app.add_post_transform(finishing.FinishHeadings)
    app.add_post_transform(finishing.DropOldAddresses)
    app.add_post_transform(finishing.ChooseState)
    app.add_post_transform(mentioned.LinkMentions)
    app.add_post_transform(finishing.NumberNotes)
    app.add_post_transform(notelist.IndexNotes)
    app.add_post_transform(works.ListWorks)
    app.add_post_transform(finishing.LocaliseCitations)
    app.add_post_transform(finishing.LinkWithinOnePage)
    app.add_post_transform(aboutnotes.TellAboutNotes)
    app.add_post_transform(finishing.NumberPassages)
    app.add_post_transform(latex.OneFootnote)
    app.add_post_transform(latex.Anchors)
    app.add_post_transform(pages.LeaveOneLanguage)
    app.add_post_transform(pages.LeadToTheLanguageLeft)
    from edition.typst import pdfbuilder  # which needs this package

    pdfbuilder.setup_builders(app)
    ebook_builder.setup_builder(app)
    app.add_css_file("edition.css")
    app.add_js_file("edition.js", loading_method="defer")
    # Before sphinxcontrib-bibtex (500) looks for its styles.
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", domain.load_corpus, priority=100)
    app.connect("builder-inited", put_assets)
    app.connect("env-get-outdated", changes.find_outdated)
    # After sphinxcontrib-bibtex (500) has made the labels of the works.
    app.connect("env-updated", changes.find_unwritten, priority=600)
    app.connect("env-updated", annotating.write_data)
    app.connect("doctree-resolved", changes.note_resolved)
    app.connect("build-finished", changes.store_written)
    # Before the builder is set up for its own search.
    app.connect("builder-inited", search.replace_sphinx_search)
    app.connect("html-collect-pages", formerpages.collect)
    app.connect("html-collect-pages", search.collect)
    app.connect("html-page-context", html.add_companions)
    app.connect("html-page-context", search.add_form)
    app.connect("html-page-context", metadata.add_metadata)
    app.connect("html-page-context", views.add_views)
    app.connect("html-page-context", passagemenu.add_passage_menu)
    app.connect("html-page-context", annotating.add_way)
    return {
        "version": edition.__version__,
        "env_version": changes.fingerprint(_PACKAGE),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
