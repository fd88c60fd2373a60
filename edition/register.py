"""Read one register: for each entry its name, its forms and a description in every language, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from edition.dates import Period
from edition.frontmatter import Reader, Value
from edition.markup import allowed
from edition.model import AUTHORITIES, SLUG, Entry, Limited, Name, Passage, Problem, register_path

_OPTIONAL = ("dates", "identifiers", "places", "except", "glossary")
_IDENTIFIER = {
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "viaf": re.compile(r"[1-9]\d*"),
    "geonames": re.compile(r"[1-9]\d*"),
}
_Fields = dict[str, tuple[yaml.Node, int]]


def parse(register: str, text: str, languages: tuple[str, ...], problems: list[Problem]) -> dict[str, Entry]:
    """Parse the file of a register; entries that cannot be used are left out and added to *problems*."""
    reader = Reader(register_path(register), 1, problems)
    root = reader.compose(text)
    if root is None:
        return {}
    entries = (
        _entry(reader, register, slug, line, node, languages)
        for slug, (node, line) in reader.mapping(root, "the register").items()
    )
    return {entry.slug: entry for entry in entries if entry is not None}


def _entry(
    reader: Reader, register: str, slug: str, line: int, node: yaml.Node, languages: tuple[str, ...]
) -> Entry | None:
    if SLUG.fullmatch(slug) is None:
        reader.problem(line, "G01", f"“{slug}” cannot be the name of an entry", "use small letters and hyphens")
    fields = reader.fields(node, f"the entry “{slug}”", languages, _OPTIONAL)
    names = {
        language: name
        for language in languages
        if language in fields and (name := _name(reader, slug, language, fields[language][0]))
    }
    dates, identifiers = _dates(reader, fields), _identifiers(reader, slug, fields)
    places, exceptions = (tuple(_limited(reader, fields, key, languages)) for key in ("places", "except"))
    glossary = reader.text(fields, "glossary")
    if glossary is not None and glossary.text != "yes":
        reader.problem(glossary.line, "Y05", "“glossary” must be “yes”", "leave the key out where the entry is no term")
    if len(names) < len(languages):
        return None
    return Entry(register, slug, line, names, dates, identifiers, places, exceptions, glossary is not None)


def _name(reader: Reader, slug: str, language: str, node: yaml.Node) -> Name | None:
    fields = reader.fields(node, f"“{language}” of the entry “{slug}”", ("name", "description"), ("sort", "forms"))
    name, description = reader.text(fields, "name"), reader.text(fields, "description")
    sort, forms = reader.text(fields, "sort"), reader.texts(fields, "forms")
    if name is None or description is None:
        return None
    forms = tuple(form for form in forms if _begins_with_word(reader, form))
    _begins_with_word(reader, name)
    node, _ = fields["description"]
    # A block scalar begins below its sign.
    line = description.line + (getattr(node, "style", None) in {"|", ">"})
    reader.problems.extend(allowed(reader.name, description.text, line))
    return Name(
        name.text,
        sort.text if sort else name.text,
        tuple(form.text for form in forms),
        description.text,
        line,
        (name.line, *(form.line for form in forms)),
    )


def _begins_with_word(reader: Reader, form: Value) -> bool:
    """Whether a form begins with a letter: mentions are looked for where words begin."""
    if re.match(r"\w", form.text):
        return True
    message = f"the form “{form.text}” does not begin with a letter"
    reader.problem(form.line, "G07", message, "leave out what is before it")
    return False


def _dates(reader: Reader, fields: _Fields) -> str:
    value = reader.text(fields, "dates")
    if value is None:
        return ""
    try:
        Period.parse(value.text)
    except ValueError:
        hint = "write 1939, 1939-08 or 1939-08-23, with ~ for “about”; an interval as 1918/1939, an open end as .."
        reader.problem(value.line, "G03", f"“{value.text}” is no date in EDTF", hint)
        return ""
    return value.text


def _identifiers(reader: Reader, slug: str, fields: _Fields) -> dict[str, str]:
    if "identifiers" not in fields:
        return {}
    given = reader.fields(fields["identifiers"][0], f"the identifiers of “{slug}”", (), tuple(AUTHORITIES))
    found = {}
    for authority in AUTHORITIES:
        value = reader.text(given, authority)
        if value is not None and _IDENTIFIER[authority].fullmatch(value.text) is None:
            hint = "copy it from the address of its page there; Wikidata’s begin with Q, the others are numbers"
            reader.problem(value.line, "G04", f"“{value.text}” is no identifier of {authority}", hint)
        elif value is not None:
            found[authority] = value.text
    return found


def _limited(reader: Reader, fields: _Fields, key: str, languages: tuple[str, ...]) -> Iterator[Limited]:
    """The words under ``places`` or ``except``: for each language passages, for each passage a list of words."""
    if key not in fields:
        return
    by_language = reader.fields(fields[key][0], f"“{key}”", (), languages)
    for language, (node, _) in by_language.items():
        passages = reader.mapping(node, f"“{language}” of “{key}”")
        for number, (_, line) in passages.items():
            words = reader.texts(passages, number)
            try:
                passage = Passage.parse(number)
            except ValueError:
                hint = "write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading"
                reader.problem(line, "G05", f"“{number}” is no passage number", hint)
                continue
            for item in words:
                if _begins_with_word(reader, item):
                    yield Limited(language, passage, item.text, item.line)
