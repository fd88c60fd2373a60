"""Load the whole edition from its files, and find what is wrong with it.

This is the pull-request checker and the first step of every build: files are read as data, nothing is executed, and
every mistake is a :class:`~edition.model.Problem` with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from edition import (
    annotationfile,
    apparatus,
    bibliography,
    checks,
    chronology,
    files,
    fingerprints,
    keyboard,
    mapfile,
    orthographyfile,
    pages,
    passagesfile,
    proof,
    register,
    registers,
    textfile,
)
from edition.anchoring import Text
from edition.attaching import Texts, attach
from edition.config import Config
from edition.markup import references
from edition.messages import say
from edition.model import (
    REGISTERS,
    Alias,
    BaseMap,
    DatedEvent,
    Edition,
    Emendation,
    Entry,
    Map,
    Numbering,
    Passage,
    Problem,
    Reference,
    Section,
    register_path,
)
from edition.numbers import Number
from edition.orthography import Orthography

REFERENCES = "source/references.bib"
PASSAGES = "source/passages.yaml"
CHRONOLOGY = "source/registers/chronology.yaml"
MAPS = "source/maps"
BASE_MAP = "source/maps/base.json"
ORTHOGRAPHY = "annotations/orthography.yaml"
EMENDATIONS = "emendations.yaml"


def load(root: Path, config: Config) -> tuple[Edition, list[Problem]]:
    """Read the edition in *root*.

    :returns: what could be read, and all problems in the order of path and line. Where there are others than notices
        the edition may be incomplete and is not fit to be built.
    """
    problems: list[Problem] = []
    table = _table(root, problems)
    if problems:
        # All else depends on the numbers, and would be reported at the wrong places.
        return Edition(config.languages, {language: {} for language in config.languages}), sorted(set(problems))
    sections = {language: _sections(root, language, config, table.numbering, problems) for language in config.languages}
    found = [_register(root, name, config, problems) for name in REGISTERS]
    entries = registers.together(found, table.aliases, problems)
    works = _works(root, config, problems)
    events, of_events = _chronology(root, config, entries, problems)
    base_map, maps, of_maps = _maps(root, config, problems)
    drafts = _drafts(root, config, problems)
    unread = {language: _unread(root, language, sections[language]) for language in config.languages}
    text = _Text(sections[config.languages[0]], unread[config.languages[0]], table.aliases)
    emendations, orthography = _emendations(root, config, text, problems), _orthography(root, problems)
    emended = {passage: list(items) for passage, items in groupby(emendations, key=lambda item: item.passage)}
    texts = Texts.of(root, config, sections, text.unread, table.aliases, emended, orthography)
    attached = [(draft, attach(draft, texts, problems)) for draft in drafts]
    annotations = [note for draft, note in attached if note is not None and not draft.practice]
    edition = _with_staleness(
        root,
        Edition(
            config.languages,
            sections,
            tuple(sorted(annotations, key=lambda note: note.order)),
            entries,
            {key: work.text for key, work in works.items()},
            emendations,
            orthography,
            table.aliases,
            chronology=events,
            maps=maps,
            base_map=base_map,
            folded_letters=config.folded_letters,
        ),
        text,
        problems,
    )
    problems += passagesfile.differences(PASSAGES, table, edition.original.values(), text.unread)
    problems += checks.alignment(edition, unread)
    problems += checks.staleness(edition, {draft.slug: draft.values["target"].line for draft in drafts if draft.sound})
    folder = f"source/{config.languages[0]}/text"
    if config.extract and not any(problem.path.startswith(folder) for problem in problems):
        problems += proof.differences(root, config.extract, edition.original)
    placed = [
        *_references_of(drafts),
        *registers.cited(entries.values()),
        *of_events,
        *of_maps,
        *_pages(root, config, problems),
    ]
    doubtful = _doubtful(problems)
    problems += checks.references(
        edition,
        _names(root),
        [item for item in placed if item.reference.role not in doubtful and not text.is_unread(item.reference)],
    )
    if all(problem.notice for problem in problems):
        # What could not be read may cite any of them.
        shown = [item for item in placed if not annotationfile.is_practice(PurePosixPath(item.path))]
        problems += checks.uncited(REFERENCES, {key: work.line for key, work in works.items()}, shown)
    problems += registers.ownership(edition)
    if not any(unread.values()) and not any(problem.code.startswith("T") for problem in problems):
        problems += registers.limits(edition)
        problems += registers.unused(edition, {(item.language, item.reference.target.casefold()) for item in placed})
    return edition, sorted(set(problems))


@dataclass(frozen=True)
class _Text:
    """The transmitted text as far as it could be read.

    What leads into a section that could not be read is neither right nor wrong, and is not reported.
    """

    sections: dict[Number, Section]
    unread: set[Number]
    aliases: dict[Passage, Alias]

    def is_unread(self, reference: Reference) -> bool:
        """Whether a reference leads into a section that could not be read."""
        now = {str(old): str(alias.to) for old, alias in self.aliases.items()}
        target = now.get(reference.target, reference.target)
        return reference.role == "passage" and target.split(".")[0] in set(map(str, self.unread))


def _table(root: Path, problems: list[Problem]) -> passagesfile.Table:
    path = root / PASSAGES
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return passagesfile.Table()
    return passagesfile.parse(PASSAGES, text, problems)


def _unread(root: Path, language: str, sections: dict[Number, Section]) -> set[Number]:
    """The sections that have a file from which nothing could be made."""
    folder = root / "source" / language / "text"
    numbers = (re.match("([0-9]{1,5})([a-z]{,3}(?![a-z]))?", path.name) for path in folder.glob("*.md"))
    return {Number(int(number[1]), number[2] or "") for number in numbers if number} - set(sections)


def _doubtful(problems: Iterable[Problem]) -> set[str]:
    """The roles that cannot be checked, as what they point to could not be read whole."""
    broken = {problem.path for problem in problems if problem.code.startswith(("Y", "B01", "F01", "F06", "G06"))}
    return ({"term"} if broken & set(map(register_path, REGISTERS)) else set()) | (
        {"cite:p", "cite:t"} if REFERENCES in broken else set()
    )


def _sections(
    root: Path, language: str, config: Config, numbering: Numbering, problems: list[Problem]
) -> dict[Number, Section]:
    """The sections of one language by number, in reading order."""
    folder = root / "source" / language / "text"
    original = language == config.languages[0]
    sections: dict[Number, Section] = {}
    for path in sorted(folder.glob("*.md")):
        name = path.relative_to(root).as_posix()
        text = files.read(root, path, problems)
        if text is None:
            continue
        # The letters of the transmitted text are sacred, however old.
        problems += files.letters(name, text, {} if original else config.replaced_letters)
        problems += [] if original else keyboard.left(name, text, config)
        section = textfile.parse(PurePosixPath(name), language, text, problems, numbering)
        if section is None:
            continue
        if section.number in sections:
            problems.append(
                Problem(
                    name,
                    1,
                    "T06",
                    say("there are two files for section {number}", number=section.number),
                    say("the other one is {path}", path=sections[section.number].path),
                )
            )
        sections[section.number] = section
    if not any(folder.glob("*.md")):
        problems.append(
            Problem(
                folder.relative_to(root).as_posix(),
                1,
                "T06",
                say("there is no text here"),
                say("run “python -m edition import”")
                if original
                else say("copy the files of the original and translate them"),
            )
        )
    return dict(sorted(sections.items()))


def _register(root: Path, register_name: str, config: Config, problems: list[Problem]) -> dict[str, Entry]:
    name = register_path(register_name)
    path = root / name
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return {}
    problems += files.letters(name, text, config.replaced_letters)
    return register.parse(register_name, text, config.languages, problems)


def _chronology(
    root: Path, config: Config, entries: dict[str, Entry], problems: list[Problem]
) -> tuple[tuple[DatedEvent, ...], list[checks.Placed]]:
    path = root / CHRONOLOGY
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return (), []
    problems += files.letters(CHRONOLOGY, text, config.replaced_letters)
    events = {slug for slug, entry in entries.items() if entry.register == "events"}
    return chronology.parse(CHRONOLOGY, text, config.languages, events, problems)


def _maps(root: Path, config: Config, problems: list[Problem]) -> tuple[BaseMap, dict[str, Map], list[checks.Placed]]:
    maps: dict[str, Map] = {}
    placed: list[checks.Placed] = []
    path = root / BASE_MAP
    text = files.read(root, path, problems) if path.exists() else None
    base = mapfile.base_map(BASE_MAP, text, problems) if text is not None else BaseMap()
    for path in sorted((root / MAPS).glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if (text := files.read(root, path, problems)) is None:
            continue
        problems += files.letters(name, text, config.replaced_letters)
        found = mapfile.parse(PurePosixPath(name), text, config.languages, base, problems)
        if found is not None:
            maps[found.slug] = found
            placed += checks.map_references(found)
    return base, maps, placed


def _works(root: Path, config: Config, problems: list[Problem]) -> dict[str, bibliography.Work]:
    path = root / REFERENCES
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return {}
    problems += files.letters(REFERENCES, text, config.replaced_letters)
    return bibliography.parse(REFERENCES, text, config.languages, problems)


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
        if path.parent.name in set(map(str, text.unread)) or (content := files.read(root, path, problems)) is None:
            continue
        section = next((section for section in text.sections.values() if str(section.number) == path.parent.name), None)
        if section is None:
            hint = say("the list of a section is annotations/<number of the section>/emendations.yaml")
            problems.append(Problem(name, 1, "A11", say("there is no section “{name}”", name=path.parent.name), hint))
            continue
        letters, words = config.replaced_letters, Text([section], {})
        found += apparatus.parse(name, content, config.languages, words, text.aliases, letters, problems)
    return tuple(sorted(found, key=lambda emendation: emendation.order))


def _with_staleness(root: Path, edition: Edition, text: _Text, problems: list[Problem]) -> Edition:
    """The edition with what the sidecars know: which translations and notes are older than the text."""
    original = edition.original.values()
    passages = fingerprints.of_passages(original)
    notes = fingerprints.of_notes(edition.annotations, original)
    stale, untranslated = {}, {}
    sidecars: dict[str, dict[str, str] | None] = {}
    needed: dict[str, bool] = {}
    for language in edition.languages[1:]:
        name = fingerprints.sidecar(language)
        waiting = untranslated[language] = fingerprints.untranslated(edition.sections[language].values(), original)
        recorded = sidecars[name] = _fingerprints(root, name, problems)
        needed[name] = bool(passages.keys() - waiting)
        stale[language] = fingerprints.outdated(recorded or {}, passages) - waiting
        if recorded is not None and not text.unread:
            problems += fingerprints.gaps(name, recorded, passages.keys() - waiting, passages, say("passages"))
    recorded = sidecars[fingerprints.NOTES] = _fingerprints(root, fingerprints.NOTES, problems)
    needed[fingerprints.NOTES] = bool(notes)
    if recorded is not None:
        problems += fingerprints.gaps(fingerprints.NOTES, recorded, notes, _names(root), say("notes"))
    if any(sidecars.values()):
        problems += [fingerprints.missing(name) for name in sidecars if needed[name] and not (root / name).exists()]
    stale_notes = fingerprints.outdated(recorded or {}, notes)
    return replace(edition, stale=stale, untranslated=untranslated, stale_notes=stale_notes)


def _fingerprints(root: Path, name: str, problems: list[Problem]) -> dict[str, str] | None:
    """The entries of a sidecar; None where there is none that can be used."""
    path = root / name
    if not path.exists() or (text := files.read(root, path, problems)) is None:
        return None
    return fingerprints.parse(name, text, problems)


def _annotation_paths(root: Path) -> list[Path]:
    return sorted((root / "annotations").glob("*/*.md"))


def _names(root: Path) -> set[str]:
    """The names of all notes that are shown, or will be when their mistakes are mended."""
    return {path.stem for path in _annotation_paths(root) if not annotationfile.is_practice(path)}


def _misplaced(root: Path) -> Iterator[Problem]:
    """Files among the annotations that are not read: somebody's work would be lost without a word."""
    folder = root / "annotations"
    data = {root / ORTHOGRAPHY, root / fingerprints.NOTES, *folder.glob(f"*/{EMENDATIONS}")}
    read = {*_annotation_paths(root), folder / "README.md", *data}
    for path in sorted(folder.rglob("*")):
        if (path.is_file() or path.is_symlink()) and path not in read and not path.name.startswith("."):
            hint = say("an annotation is a file annotations/<number of the section>/<name>.md")
            name = path.relative_to(root).as_posix()
            yield Problem(name, 1, "A11", say("this file is not read as an annotation"), hint)


def _drafts(root: Path, config: Config, problems: list[Problem]) -> list[annotationfile.Draft]:
    drafts: dict[str, annotationfile.Draft] = {}
    problems += _misplaced(root)
    for path in _annotation_paths(root):
        name = path.relative_to(root).as_posix()
        text = files.read(root, path, problems, annotationfile.LARGEST)
        if text is None:
            continue
        problems += files.letters(name, text, config.replaced_letters)
        problems += keyboard.left(name, text, config)
        draft = annotationfile.parse(PurePosixPath(name), text, config.languages, problems)
        if draft is None:
            continue
        if draft.slug in drafts:
            problems.append(
                Problem(
                    name,
                    1,
                    "A10",
                    say("the name “{slug}” is taken by {path}", slug=draft.slug, path=drafts[draft.slug].path),
                    say("give this file another name"),
                    other=(str(drafts[draft.slug].path), 1),
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
    names: dict[str, set[str]] = {language: set() for language in config.languages}
    for language in config.languages:
        folder = root / "source" / language
        for path in sorted(folder.rglob("*.md")):
            if path.parent == folder / "text":
                continue
            names[language].add(path.relative_to(folder).as_posix())
            if (text := files.read(root, path, problems)) is None:
                continue
            name = path.relative_to(root).as_posix()
            problems += files.letters(name, text, config.replaced_letters)
            problems += keyboard.left(name, text, config)
            problems += pages.allowed(root, name, text)
            placed += [checks.Placed(name, language, reference) for reference in references(text, 1)]
    problems += checks.mirrored(names)
    return placed
