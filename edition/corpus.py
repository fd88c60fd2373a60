"""Load the whole edition from its files, and find what is wrong with it.

This is the pull-request checker and the first step of every build: files are read as data, nothing is executed, and
every mistake is a :class:`~edition.model.Problem` with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from edition import annotationfile, apparatus, bibliography, checks, files, orthographyfile, proof, register, textfile
from edition.attaching import Texts, attach
from edition.config import Config
from edition.markup import references
from edition.model import Edition, Emendation, Problem, Reference, Section, Term
from edition.orthography import Orthography

REFERENCES = "source/references.bib"
TERMS = "source/registers/terms.yaml"
ORTHOGRAPHY = "annotations/orthography.yaml"
EMENDATIONS = "emendations.yaml"


def load(root: Path, config: Config) -> tuple[Edition, list[Problem]]:
    """Read the edition in *root*.

    :returns: what could be read, and all problems in the order of path and line. Where there are problems the edition
        may be incomplete and is not fit to be built.
    """
    problems: list[Problem] = []
    sections = {language: _sections(root, language, config, problems) for language in config.languages}
    terms = _terms(root, config, problems)
    citations = _citations(root, config, problems)
    drafts = _drafts(root, config, problems)
    unread = {language: _unread(root, language, sections[language]) for language in config.languages}
    text = _Text(sections[config.languages[0]], unread[config.languages[0]])
    emendations, orthography = _emendations(root, config, text, problems), _orthography(root, problems)
    emended = {passage: list(items) for passage, items in groupby(emendations, key=lambda item: item.passage)}
    texts = Texts.of(root, config, sections, text.unread, emended, orthography)
    annotations = [note for draft in drafts if (note := attach(draft, texts, problems)) is not None]
    edition = Edition(
        config.languages,
        sections,
        tuple(sorted(annotations, key=lambda note: note.order)),
        terms,
        citations,
        emendations,
        orthography,
    )
    problems += checks.alignment(edition, unread)
    folder = f"source/{config.languages[0]}/text"
    if config.extract and not any(problem.path.startswith(folder) for problem in problems):
        problems += proof.differences(root, config.extract, edition.original)
    placed = [*_references_of(drafts), *checks.term_references(TERMS, terms), *_pages(root, config, problems)]
    doubtful = _doubtful(problems)
    problems += checks.references(
        edition,
        {path.stem for path in _annotation_paths(root)},
        [item for item in placed if item.reference.role not in doubtful and not text.is_unread(item.reference)],
    )
    return edition, sorted(set(problems))


@dataclass(frozen=True)
class _Text:
    """The transmitted text as far as it could be read.

    What leads into a section that could not be read is neither right nor wrong, and is not reported.
    """

    sections: dict[int, Section]
    unread: set[int]

    def is_unread(self, reference: Reference) -> bool:
        """Whether a reference leads into a section that could not be read."""
        return reference.role == "passage" and reference.target.split(".")[0] in set(map(str, self.unread))


def _unread(root: Path, language: str, sections: dict[int, Section]) -> set[int]:
    """The sections that have a file from which nothing could be made."""
    folder = root / "source" / language / "text"
    numbers = (re.match("[0-9]{1,5}", path.name) for path in folder.glob("*.md"))
    return {int(number[0]) for number in numbers if number} - set(sections)


def _doubtful(problems: Iterable[Problem]) -> set[str]:
    """The roles that cannot be checked, as what they point to could not be read whole."""
    broken = {problem.path for problem in problems if problem.code.startswith(("Y", "B01", "F01", "F06"))}
    return ({"term"} if TERMS in broken else set()) | ({"cite:p", "cite:t"} if REFERENCES in broken else set())


def _sections(root: Path, language: str, config: Config, problems: list[Problem]) -> dict[int, Section]:
    """The sections of one language by number."""
    folder = root / "source" / language / "text"
    original = language == config.languages[0]
    sections: dict[int, Section] = {}
    for path in sorted(folder.glob("*.md")):
        name = path.relative_to(root).as_posix()
        text = files.read(root, path, problems)
        if text is None:
            continue
        # The letters of the transmitted text are sacred, however old.
        problems += files.letters(name, text, {} if original else config.replaced_letters)
        section = textfile.parse(PurePosixPath(name), language, text, problems)
        if section is None:
            continue
        if section.number in sections:
            problems.append(
                Problem(
                    name,
                    1,
                    "T06",
                    f"there are two files for section {section.number}",
                    f"the other one is {sections[section.number].path}",
                )
            )
        sections[section.number] = section
    if not any(folder.glob("*.md")):
        problems.append(
            Problem(
                folder.relative_to(root).as_posix(),
                1,
                "T06",
                "there is no text here",
                "run “python -m edition import”" if original else "copy the files of the original and translate them",
            )
        )
    return sections


def _terms(root: Path, config: Config, problems: list[Problem]) -> dict[str, Term]:
    path = root / TERMS
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return {}
    problems += files.letters(TERMS, text, config.replaced_letters)
    return register.parse(TERMS, text, config.languages, problems)


def _citations(root: Path, config: Config, problems: list[Problem]) -> dict[str, str]:
    path = root / REFERENCES
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return {}
    problems += files.letters(REFERENCES, text, config.replaced_letters)
    return bibliography.parse(REFERENCES, text, problems)


def _orthography(root: Path, problems: list[Problem]) -> Orthography:
    path = root / ORTHOGRAPHY
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return Orthography()
    return orthographyfile.parse(ORTHOGRAPHY, text, problems)


def _emendations(root: Path, config: Config, text: _Text, problems: list[Problem]) -> tuple[Emendation, ...]:
    """The lists of all sections; the transmitted letters stand in them, so only those of the reasons are checked."""
    found: list[Emendation] = []
    for path in sorted((root / "annotations").glob(f"*/{EMENDATIONS}")):
        name = path.relative_to(root).as_posix()
        number = int(path.parent.name) if path.parent.name.isdecimal() else -1
        if number in text.unread or (content := files.read(root, path, problems)) is None:
            continue
        if number not in text.sections:
            hint = "the list of a section is annotations/<number of the section>/emendations.yaml"
            problems.append(Problem(name, 1, "A11", f"there is no section “{path.parent.name}”", hint))
            continue
        section = text.sections[number].segments
        found += apparatus.parse(name, content, config.languages, section, config.replaced_letters, problems)
    return tuple(sorted(found, key=lambda emendation: emendation.order))


def _annotation_paths(root: Path) -> list[Path]:
    return sorted((root / "annotations").glob("*/*.md"))


def _misplaced(root: Path) -> Iterator[Problem]:
    """Files among the annotations that are not read: somebody's work would be lost without a word."""
    folder = root / "annotations"
    read = {*_annotation_paths(root), folder / "README.md", root / ORTHOGRAPHY, *folder.glob(f"*/{EMENDATIONS}")}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in read and not path.name.startswith("."):
            hint = "an annotation is a file annotations/<number of the section>/<name>.md"
            name = path.relative_to(root).as_posix()
            yield Problem(name, 1, "A11", "this file is not read as an annotation", hint)


def _drafts(root: Path, config: Config, problems: list[Problem]) -> list[annotationfile.Draft]:
    drafts: dict[str, annotationfile.Draft] = {}
    problems += _misplaced(root)
    for path in _annotation_paths(root):
        name = path.relative_to(root).as_posix()
        text = files.read(root, path, problems)
        if text is None:
            continue
        problems += files.letters(name, text, config.replaced_letters)
        draft = annotationfile.parse(PurePosixPath(name), text, config.languages, problems)
        if draft is None:
            continue
        if draft.slug in drafts:
            problems.append(
                Problem(
                    name,
                    1,
                    "A10",
                    f"the name “{draft.slug}” is taken by {drafts[draft.slug].path}",
                    "give this file another name",
                )
            )
            continue
        drafts[draft.slug] = draft
    return list(drafts.values())


def _references_of(drafts: Iterable[annotationfile.Draft]) -> list[checks.Placed]:
    return [
        checks.Placed(str(draft.path), language, reference)
        for draft in drafts
        for language, part in draft.parts.items()
        for reference in part.references
    ]


def _pages(root: Path, config: Config, problems: list[Problem]) -> list[checks.Placed]:
    """The references in the pages that the editors wrote, and what is wrong with their letters."""
    placed: list[checks.Placed] = []
    pages: dict[str, set[str]] = {language: set() for language in config.languages}
    for language in config.languages:
        folder = root / "source" / language
        for path in sorted(folder.rglob("*.md")):
            if path.parent == folder / "text":
                continue
            pages[language].add(path.relative_to(folder).as_posix())
            if (text := files.read(root, path, problems)) is None:
                continue
            name = path.relative_to(root).as_posix()
            problems += files.letters(name, text, config.replaced_letters)
            placed += [checks.Placed(name, language, reference) for reference in references(text, 1)]
    problems += checks.mirrored(pages)
    return placed
