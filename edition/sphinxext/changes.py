"""What a change concerns: which pages are read again, and which are only written again.

Digests of what a page is made of decide, not times: a file that was put back has an old time, and an annotation is no
document. What was read is remembered with the environment. What was written is remembered for each folder that a builder
fills, once it is whole: another builder may have read the change before, and a build may have been broken off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx import addnodes

from edition.addresses import APPARATUS, CHRONOLOGY, CREDITS, MAPS, NOTES, docname_of, page_of
from edition.model import REGISTERS, Passage
from edition.sphinxext.domain import domain_of
from edition.sphinxext.notelist import shown_on_page
from edition.sphinxext.registers import entries_on_page
from edition.sphinxext.works import citing_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

_CODE = ("*.py", "drawings/*.py", "sphinxext/*.py", "locale/*/LC_MESSAGES/*.po", "sphinxext/locale/*.po")


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read again the pages whose own file, companion, annotations, register or references changed."""
    digests = Digests(env)
    stored = digests.domain.read
    return [
        name for name in sorted(env.found_docs) if stored.get(name, digests.of_source(name)) != digests.of_source(name)
    ]


def find_unwritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write again the pages that show something that changed elsewhere: a number, a reference back, a cited work.

    Called when all pages are read; it also stores the new digests.
    """
    digests = Digests(env)
    domain = digests.domain
    pages = sorted(env.found_docs)
    domain.read = {docname: digests.of_source(docname) for docname in pages}
    domain.current = {docname: digests.of_page(docname) for docname in pages}
    domain.resolved = set()
    written = _written(app)
    return [docname for docname in pages if written.get(docname) != domain.current[docname]]


def note_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Remember that a page is being written."""
    domain_of(app.env).resolved.add(docname)


def store_written(app: Sphinx, exception: Exception | None) -> None:
    """Remember what now stands in the folder of the builder, unless the build failed."""
    domain = domain_of(app.env)
    if exception is None and domain.resolved:
        kept = {docname: digest for docname, digest in _written(app).items() if docname in domain.current}
        text = json.dumps(kept | {name: domain.current[name] for name in domain.resolved}, indent=0, sort_keys=True)
        _record(app).write_text(text, encoding="utf-8")


def _record(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"written-{app.builder.name}-{_digest(str(app.outdir))[:8]}.json"


def _written(app: Sphinx) -> dict[str, str]:
    try:
        return cast("dict[str, str]", json.loads(_record(app).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


class Digests:
    """The digests of all pages of a tree, at one time of a build."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.domain = domain_of(env)
        self.cite = cast("BibtexDomain", env.get_domain("cite"))
        self._sources: dict[str, str] = {}

    def of_source(self, docname: str) -> str:
        """What a page is read from."""
        if docname not in self._sources:
            self._sources[docname] = _digest(Path(self.env.doc2path(docname)).read_bytes(), list(self._beside(docname)))
        return self._sources[docname]

    def _beside(self, docname: str) -> Iterator[object]:
        """What a page is read from beside its own file."""
        edition, section = self.domain.edition, self.domain.section(docname)
        if section is not None:
            yield edition.notes_of(section.number)
            yield [edition.sections[code][section.number] for code in self.domain.languages[1:]]
            yield [
                (old, alias.to, alias.removed)
                for old, alias in edition.aliases.items()
                if old.section == section.number
            ]
            passages = list(edition.original[section.number].segments)
            yield passages, [edition.emended.get(passage) for passage in passages], edition.orthography
            yield [self.domain.mentions_in.get((code, passage)) for code in edition.languages for passage in passages]
            yield [[str(passage) for passage in passages if passage in stale] for stale in edition.stale.values()]
            yield [note.slug for note in edition.notes_of(section.number) if note.slug in edition.stale_notes]
        if docname == APPARATUS:
            yield edition.emendations
        if docname == CREDITS:
            yield sorted((note.author, note.kind) for note in edition.annotations)
        if docname == NOTES:
            yield list(shown_on_page(self.domain))
        if docname == CHRONOLOGY:
            yield edition.chronology, [(note.slug, note.target, note.last) for note in edition.annotations]
        if docname == MAPS:
            yield edition.maps, edition.base_map
        for register in REGISTERS:
            if docname == page_of(register):
                entries = entries_on_page(self.domain, register)
                yield entries, self.domain.regions
                found = self.domain.passages_of
                yield [found.get((code, entry.slug)) for code in edition.languages for entry in entries]
        if docname in self._lists_of_works():
            yield edition.citations

    def of_page(self, docname: str) -> str:
        """What a page shows, wherever it comes from. Only when all pages are read."""
        return _digest(
            self.of_source(docname),
            sorted(map(self._note, self._notes_shown(docname))),
            sorted(self._target(role, target) for role, target in self.domain.references.get(docname, ())),
            sorted(self._works_shown(docname)),
            list(self._citing(docname)),
            sorted(self._entries_shown(docname)),
            self._navigation,
            [(name, self._title(name)) for name in self._relations.get(docname, ())],
        )

    def _notes_shown(self, docname: str) -> set[str]:
        """The notes whose number or place the page shows: its own, those that refer to them, and those referred to."""
        edition, section = self.domain.edition, self.domain.section(docname)
        own = {note.slug for note in edition.notes_of(section.number)} if section else set()
        referring = {slug for note in own for slug in edition.referrers.get(note, ())}
        return own | referring | {name for role, name in self.domain.references.get(docname, ()) if role == "note"}

    def _note(self, slug: str) -> tuple[str, int, str]:
        edition = self.domain.edition
        return slug, edition.numbers[slug], self._page_of(edition.by_slug[slug].target)

    def _target(self, role: str, target: str) -> tuple[str, str, str]:
        if role == "passage":
            passage = self.domain.edition.resolve(Passage.parse(target))
            return role, f"{target} {passage}", self._page_of(passage)
        if role == "term":
            entries = [self.domain.edition.entry_called(target, code) for code in self.domain.languages]
            return role, target, repr([(entry.register, entry.slug) for entry in entries if entry is not None])
        return role, target, ""

    def _entries_shown(self, docname: str) -> Iterator[tuple[str, str, str]]:
        """The entries that are mentioned on the page, with what it says of them."""
        edition, section = self.domain.edition, self.domain.section(docname)
        for passage in edition.original[section.number].segments if section else ():
            for code in edition.languages:
                for found in self.domain.mentions_in.get((code, passage), ()):
                    entry, name = edition.entries[found.slug], edition.entries[found.slug].names[code]
                    yield code, entry.slug, repr((entry.register, entry.dates, name.name, name.description))

    def _page_of(self, passage: Passage) -> str:
        return docname_of(self.domain.edition.sections[self.domain.language][passage.section])

    def _lists_of_works(self) -> set[str]:
        return {key.docname for key in self.cite.bibliographies}

    def _works_shown(self, docname: str) -> Iterator[tuple[str, str, str, str]]:
        """The works that the page cites or lists: a work's label may change with another work of its author and year."""
        everything = docname in self._lists_of_works()
        cited = {
            target.key
            for reference in self.cite.citation_refs
            if everything or reference.docname == docname
            for target in reference.targets
        }
        for work in self.cite.citations:
            if work.key in cited:
                text = self.domain.edition.citations.get(work.key, "")
                yield work.key, work.formatted_entry.label, work.bibliography_key.docname, text

    def _citing(self, docname: str) -> Iterator[object]:
        """What is said under the works that the page lists: the notes and pages that cite them."""
        if docname in self._lists_of_works():
            for work in self.cite.citations:
                yield work.key, [self._note(slug) for slug in self.domain.edition.citing.get(work.key, ())]
                yield [(page, self._title(page)) for page in citing_pages(self.env, work.key)]

    @cached_property
    def _navigation(self) -> list[object]:
        """What the sidebar of every page shows."""
        return [
            (toctree.get("caption"), [(title or self._title(name), name) for title, name in toctree["entries"]])
            for docname in sorted(self.env.tocs)
            for toctree in self.env.tocs[docname].findall(addnodes.toctree)
        ]

    @cached_property
    def _relations(self) -> dict[str, list[str | None]]:
        return self.env.collect_relations()

    def _title(self, docname: str | None) -> str:
        return self.env.titles[docname].astext() if docname in self.env.titles else ""


def fingerprint(package: Path) -> int:
    """The version of what is stored: pages that other code has read are read again, all of them."""
    files = [path for pattern in _CODE for path in sorted(package.glob(pattern))]
    return int(_digest([path.read_bytes() for path in files])[:12], 16)


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()
