"""Write the text trees of the new text: the original's lines, those of the translations, and what remembers them.

What did not change stays as it was written. A translation goes with its line, and where lines were joined so are their
translations; what is new, and the further parts of a divided sentence, wait for theirs.

Codes of what is left to be done by hand: U01 a page that is on no list, U02 a link to a page that is no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from edition import fingerprints
from edition.fingerprints import UNTRANSLATED, fingerprint
from edition.frontmatter import split
from edition.importing import slug
from edition.markup import blocks, escape, plain
from edition.messages import say
from edition.model import Edition, Passage, Problem, Section
from edition.revision.comparing import Line
from edition.revision.numbering import NumberedSection, Renumbering

_LISTED = re.compile(r"(?P<before>\s*(?:[^<]*<)?)text/(?P<name>[\w-]+)(?P<after>(?:\.md)?>?\s*)")
_ONE_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]


def write_texts(root: Path, edition: Edition, renumbering: Renumbering) -> list[Problem]:
    """Write the text trees of *edition* in the folder *root* anew, with their sidecars and the lists of their pages.

    :returns: what must be done by hand.
    """
    left: list[Problem] = []
    for language in edition.languages:
        tree = _Tree(root, language, edition, renumbering)
        tree.write()
        if language != edition.languages[0]:
            (root / fingerprints.sidecar(language)).write_text(tree.sidecar(), encoding="utf-8", newline="\n")
        left += tree.write_list()
        left += tree.links_to_what_is_gone()
    return left


def file_name(section: NumberedSection) -> str:
    """The name of the file of a section, which is that of its pages: it stays as long as its number does."""
    origin, number = section.chapter.origin, section.number
    if origin is not None and origin.number == number:
        return origin.path.name
    words = origin.path.stem.split("-", 1)[1] if origin is not None else slug(section.chapter.heading)
    return f"{number.count:02d}{number.letters}-{words}.md"


@dataclass(frozen=True)
class _Tree:
    """The text tree of one language."""

    root: Path
    language: str
    edition: Edition
    renumbering: Renumbering

    @property
    def _is_original(self) -> bool:
        return self.language == self.edition.languages[0]

    @cached_property
    def _sources(self) -> dict[PurePosixPath, str]:
        """The files as they were."""
        sections = self.edition.sections[self.language].values()
        return {section.path: (self.root / section.path).read_text(encoding="utf-8") for section in sections}

    @cached_property
    def _written(self) -> dict[Passage, str]:
        """Each line of the tree as it was written."""
        return {
            passage: lines[segment.line - 1].strip(" \t")
            for section in self.edition.sections[self.language].values()
            for lines in [self._sources[section.path].split("\n")]
            for passage, segment in section.segments.items()
        }

    @cached_property
    def _words(self) -> dict[Passage, str]:
        """The words of each line of the tree."""
        sections = self.edition.sections[self.language].values()
        return {passage: item.text for section in sections for passage, item in section.segments.items()}

    def write(self) -> None:
        """Write the text files, and take away those of no section."""
        folder = self.root / "source" / self.language / "text"
        files = {file_name(section): self._file(section) for section in self.renumbering.sections}
        for path in self._sources:
            if path.name not in files:
                (self.root / path).unlink()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _file(self, section: NumberedSection) -> str:
        origin = section.chapter.origin
        companion = self.edition.sections[self.language][origin.number] if origin is not None else None
        paragraphs = [[self._line(line) for line in paragraph.lines] for paragraph in section.chapter.paragraphs]
        head = self._head(section, companion)
        if companion is not None:
            before = [[self._written[segment.passage] for segment in lines] for lines in companion.paragraphs]
            source = self._sources[companion.path]
            if paragraphs == before and source.startswith(head):
                return source
        return head + "".join("\n" + "".join(f"{line}\n" for line in lines) for lines in paragraphs)

    def _head(self, section: NumberedSection, companion: Section | None) -> str:
        """What stands before the first paragraph."""
        if companion is None:
            return f"# {escape(section.chapter.heading) if self._is_original else UNTRANSLATED}\n"
        source = self._sources[companion.path]
        divided = split(str(companion.path), source, [])
        assert divided is not None, "the edition is sound"
        first = divided[2] if companion.editorial else companion.heading.line
        kept = "".join(f"{line}\n" for line in source.split("\n")[: first - 1])
        if companion.editorial:
            return kept
        changed = self._is_original and companion.heading.text != section.chapter.heading
        return (
            kept
            + (f"# {escape(section.chapter.heading)}" if changed else self._written[companion.heading.passage])
            + "\n"
        )

    def _line(self, line: Line) -> str:
        """A line as it is to be written."""
        if self._is_original:
            same = len(line.origins) == 1 and self._words[line.origins[0]] == line.text
            return _as_line(self._written[line.origins[0]]) if same else escape(line.text)
        return _as_line(" ".join(map(self._written.__getitem__, self._translated(line)))) or UNTRANSLATED

    def _translated(self, line: Line) -> list[Passage]:
        """The passages whose translation a line takes over."""
        return [] if line.further else [origin for origin in line.origins if self._words[origin] != UNTRANSLATED]

    def sidecar(self) -> str:
        """The fingerprints of what the lines of this translation were made for."""
        before = _recorded(self.root, fingerprints.sidecar(self.language))
        words = {
            passage: item.text
            for section in self.edition.original.values()
            for passage, item in section.segments.items()
        }
        made_for = {passage: before.get(str(passage), fingerprint(text)) for passage, text in words.items()}
        entries: dict[Passage, str] = {}
        for section in self.renumbering.sections:
            origin = section.chapter.origin
            if origin is not None and self._words[origin.heading.passage] != UNTRANSLATED:
                entries[section.heading] = made_for[origin.heading.passage]
            for passage, line in section.lines:
                translated = self._translated(line)
                if not translated:
                    continue
                old = [made_for[item] for item in translated if made_for[item] != fingerprint(words[item])]
                # Of joined lines that were all translated anew the translation is that of all their words.
                joined = fingerprint(" ".join(words[item] for item in translated))
                entries[passage] = old[0] if old else joined
        return fingerprints.render(entries)

    # -- Pages that lead to the text ---------------------------------------------------------------------

    @cached_property
    def _renamed(self) -> dict[str, str | None]:
        """The new name of each page whose address changes; None where there is no such page any more."""
        names = {
            section.chapter.origin.path.stem: file_name(section).removesuffix(".md")
            for section in self.renumbering.sections
            if section.chapter.origin is not None
        }
        stems = [section.path.stem for section in self.edition.original.values()]
        return {stem: names.get(stem) for stem in stems if names.get(stem) != stem}

    def write_list(self) -> list[Problem]:
        """Put the new pages into the list on the first page, and take out those that are no more.

        :returns: the pages that could not be put there.
        """
        path = self.root / "source" / self.language / "index.md"
        if not path.exists():
            return []
        left: list[Problem] = []
        name = path.relative_to(self.root).as_posix()
        source = path.read_text(encoding="utf-8")
        lines = source.split("\n")
        listed = {match["name"]: match for line in lines if (match := _LISTED.fullmatch(line))}
        kept = [
            line for line in lines if (match := _LISTED.fullmatch(line)) is None or match["name"] not in self._renamed
        ]
        before: str | None = None
        for section in self.renumbering.sections:
            stem = file_name(section).removesuffix(".md")
            origin = section.chapter.origin
            if origin is not None and origin.path.stem == stem:
                before = listed[stem][0] if stem in listed else before
                continue
            old = listed.get(origin.path.stem) if origin is not None else None
            if before is None:
                message = say("the new page {page} is on no list", page=f"text/{stem}")
                left.append(Problem(name, 1, "U01", message, say("add it to a toctree")))
                continue
            indent = re.match(r"\s*", before)
            line = f"{old['before']}text/{stem}{old['after']}" if old else f"{indent[0] if indent else ''}text/{stem}"
            kept.insert(kept.index(before) + 1, line)
            before = line
        if kept != lines:
            path.write_text("\n".join(kept), encoding="utf-8", newline="\n")
        return left

    def links_to_what_is_gone(self) -> Iterator[Problem]:
        """Find what leads to pages that have another address now, or none."""
        folder = self.root / "source" / self.language
        gone = re.compile(r"text/(" + "|".join(map(re.escape, self._renamed)) + r")(?![\w-])")
        for path in sorted(folder.rglob("*.md")) if self._renamed else ():
            if path.parent == folder / "text":
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                for match in gone.finditer(line):
                    new = self._renamed[match[1]]
                    hint = (
                        say("write {page}", page=f"text/{new}")
                        if new
                        else say("lead to another page, or take the link out")
                    )
                    message = say("this leads to the page {page}, which is no more", page=match[0])
                    yield Problem(path.relative_to(self.root).as_posix(), number, "U02", message, hint)


def _as_line(written: str) -> str:
    """A line that may now begin a paragraph, where Markdown could take its first marks for something else."""
    alone = [token.type for token in blocks(written)]
    return written if alone in ([], _ONE_PARAGRAPH) else escape(plain(written))


def _recorded(root: Path, name: str) -> Mapping[str, str]:
    """The fingerprints that stand in a sidecar."""
    path = root / name
    return fingerprints.parse(name, path.read_text(encoding="utf-8"), []) or {} if path.exists() else {}


def write_notes_sidecar(root: Path, edition: Edition) -> None:
    """Record for which words the notes were made that have no fingerprint yet, before these words change."""
    before = _recorded(root, fingerprints.NOTES)
    current = fingerprints.of_notes(edition.annotations, edition.original.values())
    entries = {slug: before.get(slug, value) for slug, value in current.items()}
    if entries:
        (root / fingerprints.NOTES).write_text(fingerprints.render(entries), encoding="utf-8", newline="\n")
