"""Lists of everything of a kind, section by section, with what sorts them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

from edition.messages import message
from edition.numbers import Number
from edition.readings import DEFAULT_STATE
from edition.sphinxext.domain import EditionDomain
from edition.sphinxext.lowering import runs_of
from edition.sphinxext.nodes import entry_filter, entry_group, listed_entry


def filter_of(domain: EditionDomain, fields: Iterable[tuple[str, str, Sequence[tuple[str, str]]]]) -> entry_filter:
    """The filter of a list, which the script ``entry-filter.js`` works.

    :param fields: for each the key among the values of an entry, the label (a key of the catalogue), and the values,
        each with its words.
    """
    language = domain.language
    everything = ("", message("all", language))
    choices = [(key, message(label, language), [everything, *values]) for key, label, values in fields]
    return entry_filter(
        "", fields=choices, label=message("Filter", language), shown=message("Shown: %s of %s", language)
    )


def group_of(domain: EditionDomain, number: Number, entries: Iterable[listed_entry]) -> entry_group:
    """The entries of a section, under its heading."""
    rubric = nodes.rubric("", heading_of(domain, number))
    rubric["heading-level"] = 2
    return entry_group("", rubric, *entries)


def heading_of(domain: EditionDomain, number: Number) -> str:
    """The number and the heading of a section in the language of the tree."""
    heading = domain.edition.sections[domain.language][number].heading
    return f"{number}. {''.join(run[DEFAULT_STATE] for run in runs_of(domain, heading, domain.language))}"
