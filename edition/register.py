"""Read one register: for each entry its name, its forms and a description in every language, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from edition.dates import Period
from edition.frontmatter import Reader, Value
from edition.markup import allowed
from edition.messages import say
from edition.model import AUTHORITIES, SLUG, Entry, Limited, Name, Passage, Problem, register_path

OPTIONAL = ("dates", "identifiers", "places", "except", "glossary")
IDENTIFIERS = {
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
        for slug, (node, line) in reader.mapping(root, say("the register")).items()
    )
    return {entry.slug: entry for entry in entries if entry is not None}


def _entry(
    reader: Reader, register: str, slug: str, line: int, node: yaml.Node, languages: tuple[str, ...]
) -> Entry | None:
    if SLUG.fullmatch(slug) is None:
        reader.problem(
            line, "G01", say("“{slug}” cannot be the name of an entry", slug=slug), say("use small letters and hyphens")
        )
    fields = reader.fields(node, say("the entry “{slug}”", slug=slug), languages, OPTIONAL)
    names = {
        language: name
        for language in languages
        if language in fields and (name := _name(reader, slug, language, fields[language][0]))
    }
    dates, identifiers = _dates(reader, fields), _identifiers(reader, slug, fields)
    places, exceptions = (tuple(_limited(reader, fields, key, languages)) for key in ("places", "except"))
    glossary = reader.text(fields, "glossary")
    if glossary is not None and glossary.text != "yes":
        reader.problem(
            glossary.line, "Y05", say("“glossary” must be “yes”"), say("leave the key out where the entry is no term")
        )
    if len(names) < len(languages):
        return None
    return Entry(register, slug, line, names, dates, identifiers, places, exceptions, glossary is not None)


def _name(reader: Reader, slug: str, language: str, node: yaml.Node) -> Name | None:
    fields = reader.fields(
        node,
        say("“{language}” of the entry “{slug}”", language=language, slug=slug),
        ("name", "description"),
        ("sort", "forms"),
    )
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
    message = say("the form “{form}” does not begin with a letter", form=form.text)
    reader.problem(form.line, "G07", message, say("leave out what is before it"))
    return False


def _dates(reader: Reader, fields: _Fields) -> str:
    value = reader.text(fields, "dates")
    if value is None:
        return ""
    try:
        Period.parse(value.text)
    except ValueError:
        hint = say("write 1939, 1939-08 or 1939-08-23, with ~ for “about”; an interval as 1918/1939, an open end as ..")
        reader.problem(value.line, "G03", say("“{value}” is no date in EDTF", value=value.text), hint)
        return ""
    return value.text


def _identifiers(reader: Reader, slug: str, fields: _Fields) -> dict[str, str]:
    if "identifiers" not in fields:
        return {}
    given = reader.fields(
        fields["identifiers"][0], say("the identifiers of “{slug}”", slug=slug), (), tuple(AUTHORITIES)
    )
    found = {}
    for authority in AUTHORITIES:
        value = reader.text(given, authority)
        if value is not None and IDENTIFIERS[authority].fullmatch(value.text) is None:
            hint = say("copy it from the address of its page there; Wikidata’s begin with Q, the others are numbers")
            reader.problem(
                value.line,
                "G04",
                say("“{value}” is no identifier of {authority}", value=value.text, authority=authority),
                hint,
            )
        elif value is not None:
            found[authority] = value.text
    return found


def _limited(reader: Reader, fields: _Fields, key: str, languages: tuple[str, ...]) -> Iterator[Limited]:
    """The words under ``places`` or ``except``: for each language passages, for each passage a list of words."""
    if key not in fields:
        return
    by_language = reader.fields(fields[key][0], say("“{key}”", key=key), (), languages)
    for language, (node, _) in by_language.items():
        passages = reader.mapping(node, say("“{language}” of “{key}”", language=language, key=key))
        for number, (_, line) in passages.items():
            words = reader.texts(passages, number)
            try:
                passage = Passage.parse(number)
            except ValueError:
                hint = say("write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading")
                reader.problem(line, "G05", say("“{number}” is no passage number", number=number), hint)
                continue
            for item in words:
                if _begins_with_word(reader, item):
                    yield Limited(language, passage, item.text, item.line)
