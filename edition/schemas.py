"""What programs need to know of the rules: JSON Schemas for editors, and ``rules.json`` for forms in a browser.

They are made of the same data as the check, so that nothing is written twice: of the model's lists, of the patterns and
lengths of the parsers, and of the texts of the rules. A text of YAML may reach a schema as a number or a truth value,
since programs read ``1939`` and ``yes`` so; where that can be, both are allowed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from edition import anchor, anchoring, annotationfile, apparatus, characters, chronology, markup, register, rules, signs
from edition.config import Config
from edition.model import CATEGORIES, CERTAINTIES, EVENT_KINDS, KINDS, SLUG, STATUSES
from edition.numbers import NUMBER

_DRAFT = "http://json-schema.org/draft-07/schema#"
_DASH = "[-‐-―−]"
_PASSAGE = rf"{NUMBER}(?:\.{NUMBER}){{0,2}}"
_TEXT = {"type": "string", "pattern": r"\S"}
_WORD = {"type": ["string", "integer", "number"]}

Schema = dict[str, Any]


def write(config: Config, folder: Path) -> list[Path]:
    """Write all files into *folder*.

    :returns: their paths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in documents(config).items():
        path = folder / name
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(path)
    return written


def documents(config: Config) -> dict[str, Schema]:
    """All files by name."""
    return {
        "annotation.json": _titled("the front matter of an annotation", _annotation(config)),
        "emendations.json": _titled("the emendations of a section", {"type": "array", "items": _emendation(config)}),
        "register.json": _titled("a register", _entries(_entry(config))),
        "chronology.json": _titled("the chronology", _entries(_event(config))),
        "rules.json": _rules(config),
    }


def _titled(title: str, schema: Schema) -> Schema:
    return {"$schema": _DRAFT, "title": title, **schema}


def _table(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """A table with known keys only."""
    properties = {**required, **(optional or {})}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _entries(entry: Schema) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^{SLUG.pattern}$"},
        "additionalProperties": entry,
    }


def _annotation(config: Config) -> Schema:
    known: dict[str, Schema] = {
        "target": {
            "type": "string",
            "pattern": rf"^\s*{_PASSAGE}(?:\s*{_DASH}\s*{_PASSAGE})?\s*$",
            "description": 'a passage number between double quotation marks, such as "4.2.3" or "4.2.3-4.2.5"',
        },
        "quote": _quote("exact words of the transmitted text"),
        "kind": {"enum": list(KINDS)},
        "author": _TEXT,
        "status": {"enum": list(STATUSES)},
    }
    required = {key: known[key] for key in annotationfile.REQUIRED}
    quotes = {f"quote-{language}": _quote("exact words of the translation") for language in config.languages[1:]}
    return _table(required, quotes)


def _quote(description: str) -> Schema:
    return {**_TEXT, "maxLength": anchoring.LONGEST, "description": description}


def _emendation(config: Config) -> Schema:
    known: dict[str, Schema] = {
        "passage": {"type": "string", "pattern": rf"^\s*{_PASSAGE}\s*$"},
        "quote": {**_TEXT, "description": "exact words of the transmitted text"},
        "emendation": {"type": "string", "description": "what is read instead; '' for nothing"},
        "category": {"enum": list(CATEGORIES)},
        "certainty": {"enum": list(CERTAINTIES)},
        "reason": _table(dict.fromkeys(config.languages, _TEXT)),
    }
    return _table({key: known[key] for key in apparatus.REQUIRED})


def _entry(config: Config) -> Schema:
    texts: Schema = {"type": "array", "items": _TEXT}
    name = _table({"name": _TEXT, "description": _TEXT}, {"sort": _TEXT, "forms": texts})
    places = {"type": "object", "propertyNames": {"pattern": f"^{_PASSAGE}$"}, "additionalProperties": texts}
    limited = _table({}, dict.fromkeys(config.languages, places))
    identifiers = {key: {**_WORD, "pattern": f"^{form.pattern}$"} for key, form in register.IDENTIFIERS.items()}
    known: dict[str, Schema] = {
        "dates": {**_WORD, "description": "EDTF: 1939, 1939-08-23, 1899~, 1918/1939"},
        "identifiers": _table({}, identifiers),
        "places": limited,
        "except": limited,
        "glossary": {"enum": ["yes", True]},
    }
    return _table(dict.fromkeys(config.languages, name), {key: known[key] for key in register.OPTIONAL})


def _event(config: Config) -> Schema:
    text = _table({"name": _TEXT, "text": _TEXT})
    known: dict[str, Schema] = {"date": _WORD, "kind": {"enum": list(EVENT_KINDS)}}
    required = {key: known[key] for key in chronology.REQUIRED}
    passages = {"type": "array", "items": {**_WORD, "pattern": f"^{_PASSAGE}$"}}
    return _table({**required, **dict.fromkeys(config.languages, text)}, {"event": _TEXT, "passages": passages})


def _rules(config: Config) -> Schema:
    """Everything that a form needs to check an annotation as the check does; patterns are those of JavaScript too."""
    by_language = {language: rules.rules(language) for language in config.languages}
    return {
        "languages": list(config.languages),
        "keys": list(annotationfile.REQUIRED),
        "kinds": list(KINDS),
        "statuses": list(STATUSES),
        "categories": list(CATEGORIES),
        "certainties": list(CERTAINTIES),
        "roles": list(markup.ROLES),
        "lengths": {"quote": anchoring.LONGEST, "quoteAdvised": anchoring.LEAST, "file": annotationfile.LARGEST},
        "patterns": {
            "slug": f"^{SLUG.pattern}$",
            "passage": f"^{_PASSAGE}$",
            "target": rf"^{_PASSAGE}(?:-{_PASSAGE})?$",
            "link": f"^(?:{markup.LINK.pattern})",
            "order": markup.ORDER.pattern,
            "role": signs.ROLE,
            "reference": signs.REFERENCE,
            "explicit": signs.EXPLICIT_TARGET,
            "unseen": f"{characters.CONTROL.pattern}|{characters.UNSEEN.pattern}",
            "mixed": characters.MIXED.pattern,
            "kept": signs.KEPT,
        },
        "refused": [list(pair) for pair in signs.REFUSED],
        "equalCharacters": anchor.EQUAL,
        "replacedLetters": config.replaced_letters,
        "foldedLetters": config.folded_letters,
        "help": "about/check.html",
        "rules": {
            code: {
                "anchor": rule.anchor,
                **{
                    language: {"what": found[code].what, "why": found[code].why, "mend": found[code].mend}
                    for language, found in by_language.items()
                },
            }
            for code, rule in by_language[config.languages[0]].items()
        },
    }
