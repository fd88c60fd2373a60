"""The menu of a passage: its address, its words, and how it is cited; in each language, from one template a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from edition.citing import FORMATS, Cited, words_of_state
from edition.messages import message
from edition.readings import STATES
from edition.site import native_name
from edition.sphinxext.domain import domain_of, section_of_page
from edition.sphinxext.html import companion_address

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PASSAGE, TEXT, ADDRESS = "@passage@", "@text@", "@address@"
"""What the script puts its own words for (``scripts/passages.js``); no form of a citation changes these characters."""


def add_passage_menu(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page of the text what its menus say."""
    section = section_of_page(app, pagename, doctree)
    if section is None:
        return
    domain = domain_of(app.env)
    original = domain.edition.languages[0]
    menus = []
    for code in domain.languages:
        heading = domain.edition.sections[code][section.number].heading.text
        cited = Cited(PASSAGE, code, heading, TEXT, ADDRESS)
        states = STATES if code == original else ("",)
        menus.append(
            {
                "language": code,
                "name": native_name(code),
                "address": _address(app, pagename, code),
                "note": message("note %s", code),
                "texts": [(state, words_of_state(state, code)) for state in states],
                "citations": [(name, cite(domain.config, cited)) for name, cite in FORMATS.items()],
            }
        )
    context["edition_passage_menus"] = menus
    context["edition_menu_words"] = {
        name: message(words, domain.language)
        for name, words in {
            "passage": "Passage",
            "passages": "Passages of the paragraph",
            "language": "Language",
            "close": "Close",
            "link": "Copy link",
            "text": "Copy text",
            "cite": "Copy citation",
            "plain": "Plain",
            "copied": "Copied.",
            "selected": "Selected: copy it with the keyboard.",
            "wrong": "This page has no passage %s. You are at %s, the nearest before it.",
            "start": "This page has no passage %s. You are at %s, its beginning.",
        }.items()
    }


def _address(app: Sphinx, pagename: str, code: str) -> str:
    """The page in the tree of a language, without a fragment; from the page itself where the edition has no address."""
    domain = domain_of(app.env)
    if domain.config.site:
        return f"{domain.config.site.rstrip('/')}/{code}/{app.builder.get_target_uri(pagename)}"
    return "" if code == domain.language else companion_address(app, pagename, code)
