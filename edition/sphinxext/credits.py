"""The page of credits: who made what, as the files and the settings say it."""

from __future__ import annotations

from collections import Counter

from babel import Locale
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from edition.messages import message
from edition.model import KINDS
from edition.sphinxext.domain import domain_of


class CreditsDirective(SphinxDirective):
    """``{credits}``: every person, with the notes that name the person as their author, and what the settings say."""

    def run(self) -> list[nodes.Node]:
        """First who edited or translated the whole, then authors of notes, those of many first."""
        done: dict[str, list[str]] = {}
        for name in _names(self.config.edition_authors.get(self.config.language, "")):
            done.setdefault(self._shown(name), []).append(self._said("editing"))
        for language, names in self.config.edition_translators.items():
            for name in _names(names):
                done.setdefault(self._shown(name), []).append(self._translation(language))
        notes = Counter((self._shown(note.author), note.kind) for note in domain_of(self.env).edition.annotations)
        written = Counter[str]()
        for (name, _), count in notes.items():
            written[name] += count
        for name, count in sorted(written.items(), key=lambda item: (-item[1], item[0])):
            kinds = [
                f"{self._said(kind.capitalize()).lower()} {notes[name, kind]}" for kind in KINDS if notes[name, kind]
            ]
            done.setdefault(name, []).append(f"{self._said('Notes').lower()}: {count} ({', '.join(kinds)})")
        return [nodes.bullet_list("", *(_entry(name, what) for name, what in done.items()))]

    def _said(self, text: str) -> str:
        return message(text, self.config.language)

    def _shown(self, name: str) -> str:
        """A name as it is signed in the language of the page: “editors” is a word, others are names."""
        return self._said(name)

    def _translation(self, language: str) -> str:
        name = Locale.parse(language).get_display_name(self.config.language) or language
        return self._said("translation (%s)") % name


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


def _entry(name: str, what: list[str]) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph("", "", nodes.strong("", name), nodes.Text(": " + "; ".join(what))))
