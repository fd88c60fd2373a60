"""Load the whole edition from its files, and find what is wrong with it.

This is the pull-request checker and the first step of every build: files are read as data, nothing is executed, and
every mistake is a :class:`~edition.model.Problem` with its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from edition import annotationfile, bibliography, checks, files, register, textfile
from edition.anchor import find
from edition.config import Config
from edition.model import Annotation, Edition, Passage, Problem, Reference, Section, Segment, Term
from edition.nearest import did_you_mean

REFERENCES = "source/references.bib"
TERMS = "source/registers/terms.yaml"


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
    original = sections[config.languages[0]]
    annotations = [note for draft in drafts if (note := _anchored(draft, original, problems)) is not None]
    edition = Edition(
        config.languages,
        sections,
        tuple(sorted(annotations, key=lambda note: note.order)),
        terms,
        citations,
    )
    problems += checks.alignment(edition)
    problems += checks.references(
        edition,
        {draft.slug for draft in drafts} | {path.stem for path in _annotation_paths(root)},
        [*_references_of(drafts), *checks.term_references(TERMS, terms), *_pages(root, config, problems)],
    )
    return edition, sorted(set(problems))


def _sections(root: Path, language: str, config: Config, problems: list[Problem]) -> dict[int, Section]:
    """The sections of one language by number."""
    folder = root / "source" / language / "text"
    original = language == config.languages[0]
    sections: dict[int, Section] = {}
    for path in sorted(folder.glob("*.md")):
        name = path.relative_to(root)
        text = files.read(root, path, problems)
        if text is None:
            continue
        if not original:
            problems += files.letters(str(name), text, config.replaced_letters)
        section = textfile.parse(PurePosixPath(name), language, text, problems)
        if section is None:
            continue
        if section.number in sections:
            problems.append(
                Problem(
                    str(name),
                    1,
                    "T06",
                    f"there are two files for section {section.number}",
                    f"the other one is {sections[section.number].path}",
                )
            )
        sections[section.number] = section
    if not sections:
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


def _annotation_paths(root: Path) -> list[Path]:
    return sorted((root / "annotations").glob("*/*.md"))


def _drafts(root: Path, config: Config, problems: list[Problem]) -> list[annotationfile.Draft]:
    drafts: dict[str, annotationfile.Draft] = {}
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


def _anchored(draft: annotationfile.Draft, original: dict[int, Section], problems: list[Problem]) -> Annotation | None:
    """Look for the quote of a draft in its target; None where it is not there exactly once, or the draft not sound."""
    passages = {passage: segment for section in original.values() for passage, segment in section.segments.items()}
    target = _target(draft, passages, problems)
    quote = draft.values.get("quote")
    if target is None or quote is None:
        return None
    name = str(draft.path)
    spans = find(quote.text, passages[target].text)
    if not spans:
        message = f"the quote “{quote.text}” is not in {target}"
        problems.append(Problem(name, quote.line, "A02", message, checks.quote_hint(quote.text, target, passages)))
    elif len(spans) > 1:
        message = f"the quote “{quote.text}” stands {len(spans)} times in {target}"
        problems.append(Problem(name, quote.line, "A03", message, "quote some more words, so that it is unique"))
    if len(spans) != 1 or not draft.sound:
        return None
    kind, author, status = (draft.values[key].text for key in ("kind", "author", "status"))
    return Annotation(draft.slug, draft.path, target, quote.text, spans[0], kind, author, status, draft.parts)


def _target(draft: annotationfile.Draft, passages: dict[Passage, Segment], problems: list[Problem]) -> Passage | None:
    """The passage that a draft is about; None where there is none, or the file stands in the folder of another."""
    value = draft.values.get("target")
    if value is None:
        return None
    name = str(draft.path)
    try:
        target = Passage.parse(value.text)
    except ValueError:
        hint = "write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading"
        problems.append(Problem(name, value.line, "A01", f"“{value.text}” is no passage number", hint))
        return None
    if target not in passages:
        hint = did_you_mean(str(target), map(str, passages), "passage numbers are shown beside the text")
        problems.append(Problem(name, value.line, "A01", f"there is no passage {target}", hint))
        return None
    if draft.path.parent.name != str(target.section):
        message = f"an annotation on section {target.section} stands in the folder “{draft.path.parent.name}”"
        hint = f"move the file to annotations/{target.section}/{draft.slug}.md"
        problems.append(Problem(name, value.line, "A11", message, hint))
        return None
    return target


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
    for language in config.languages:
        folder = root / "source" / language
        for path in sorted(folder.rglob("*.md")):
            if path.parent == folder / "text" or (text := files.read(root, path, problems)) is None:
                continue
            name = path.relative_to(root).as_posix()
            problems += files.letters(name, text, config.replaced_letters)
            found: tuple[Reference, ...] = checks.page_references(text)
            placed += [checks.Placed(name, language, reference) for reference in found]
    return placed
