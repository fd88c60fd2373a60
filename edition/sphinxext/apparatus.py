"""The apparatus page: every emendation by passage, with what was transmitted and why it is read otherwise."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from edition.messages import message, name_of
from edition.model import CATEGORIES, CERTAINTIES, Emendation
from edition.readings import DEFAULT_STATE, trace_of, with_blanks_shown, word_before
from edition.sphinxext.domain import EditionDomain, domain_of
from edition.sphinxext.lists import filter_of, group_of
from edition.sphinxext.lowering import kind_of, runs_of, said_of_lost
from edition.sphinxext.nodes import entry_filter, listed_entry


class ApparatusDirective(SphinxDirective):
    """``{apparatus}``: all emendations, section by section."""

    def run(self) -> list[nodes.Node]:
        """A heading for each section, and its emendations in the order of the text."""
        domain = domain_of(self.env)
        found: list[nodes.Node] = [self._filter(domain)] if domain.edition.emendations else []
        for number, items in groupby(domain.edition.emendations, key=lambda item: item.passage.section):
            found.append(group_of(domain, number, [self._entry(domain, item) for item in items]))
        return found

    def _filter(self, domain: EditionDomain) -> entry_filter:
        fields = []
        for key, label, order in (("category", "Category:", CATEGORIES), ("certainty", "Certainty:", CERTAINTIES)):
            given = {getattr(item, key) for item in domain.edition.emendations}
            fields.append((key, label, [(value, name_of(value, domain.language)) for value in order if value in given]))
        return filter_of(domain, fields)

    def _entry(self, domain: EditionDomain, item: Emendation) -> listed_entry:
        language, original = domain.language, domain.edition.languages[0]
        read, transmitted = self._readings(domain, item)
        remark = [nodes.Text(said_of_lost(item, language) + (": " if transmitted else ""))] if item.lost else []
        paragraph = nodes.paragraph(
            "",
            "",
            domain.reference_to(item.passage, original, self.env.docname),
            nodes.Text(" "),
            nodes.strong("", "", nodes.inline("", read, classes=[f"language-{original}"])),
            nodes.Text("] "),
            *remark,
            nodes.inline("", transmitted, classes=["transmitted", f"language-{original}"]),
            nodes.Text(f" — {kind_of(item, language)}. {item.reasons[language]}"),
        )
        values = {"category": item.category, "certainty": item.certainty}
        return listed_entry("", paragraph, ids=[domain.edition.anchor_of(item)], values=values)

    def _readings(self, domain: EditionDomain, item: Emendation) -> tuple[str, str]:
        """What is read, or of a lost note the word before its place; and what was transmitted."""
        original = domain.edition.languages[0]
        if item.lost:
            segment = domain.edition.original[item.passage.section].segments[item.passage]
            return word_before(runs_of(domain, segment, original), item, DEFAULT_STATE), trace_of(item)
        read, transmitted = with_blanks_shown(item.emendation, item.quote)
        return read or message("(nothing)", domain.language), transmitted
