"""Read the register of terms: for each entry a dictionary form, inflected forms and a definition in every language."""

from __future__ import annotations

import yaml

from edition.frontmatter import Reader
from edition.markup import allowed
from edition.model import SLUG, Definition, Problem, Term


def parse(name: str, text: str, languages: tuple[str, ...], problems: list[Problem]) -> dict[str, Term]:
    """Parse a register file; entries that cannot be used are left out and added to *problems*."""
    reader = Reader(name, 1, problems)
    terms: dict[str, Term] = {}
    register = reader.compose(text)
    if register is None:
        return {}
    for slug, (node, line) in reader.mapping(register, "the register").items():
        if SLUG.fullmatch(slug) is None:
            reader.problem(line, "G01", f"“{slug}” cannot be the name of an entry", "use small letters and hyphens")
        fields = reader.fields(node, f"the entry “{slug}”", languages)
        definitions = {
            language: definition
            for language in languages
            if language in fields and (definition := _definition(reader, slug, language, fields[language][0]))
        }
        if len(definitions) == len(languages):
            terms[slug] = Term(slug, line, definitions)
    _check_forms(reader, terms, languages)
    return terms


def _definition(reader: Reader, slug: str, language: str, node: yaml.Node) -> Definition | None:
    fields = reader.fields(node, f"“{language}” of the entry “{slug}”", ("term", "definition"), ("forms",))
    term, text = reader.text(fields, "term"), reader.text(fields, "definition")
    forms = reader.texts(fields, "forms")
    if term is None or text is None:
        return None
    node, _ = fields["definition"]
    # A block scalar begins below its sign.
    line = text.line + (getattr(node, "style", None) in {"|", ">"})
    reader.problems.extend(allowed(reader.name, text.text, line))
    return Definition(term.text, tuple(form.text for form in forms), text.text, line)


def _check_forms(reader: Reader, terms: dict[str, Term], languages: tuple[str, ...]) -> None:
    """Each form belongs to one entry: a reader who looks it up must be led to one place."""
    for language in languages:
        owners: dict[str, str] = {}
        for term in terms.values():
            definition = term.definitions[language]
            for form in (definition.term, *definition.forms):
                owner = owners.setdefault(form.lower(), term.slug)
                if owner != term.slug:
                    reader.problem(
                        definition.line,
                        "G02",
                        f"the form “{form}” stands in “{owner}” and in “{term.slug}”",
                        "keep it in the entry that it belongs to",
                    )
