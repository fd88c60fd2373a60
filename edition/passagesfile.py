"""Read and write the table of passages: the numbers where they are not 1, 2, 3, …, and where old numbers lead.

Codes: N01 what is no number or no increasing list of them, N02 a list of another length than the text has, N03 a list
for what is not there, N04 an old number that is still used, N05 one that leads nowhere, N06 one that leads to another
old one, N07 a number that is left out, of which nothing tells where it leads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import yaml

from edition.frontmatter import Reader, Value
from edition.messages import say
from edition.model import Alias, Numbering, Passage, Problem, Section
from edition.nearest import did_you_mean
from edition.numbers import ZERO, Number, counted
from edition.textfile import FILE_NAME

_COMMENT = (
    "# Numbers of passages, and where old ones lead. Written by a command: a number never comes to mean other words."
)
_HINT = say("a command writes this table: take the change back")


@dataclass(frozen=True)
class Table:
    """The table of passages.

    :ivar aliases: the numbers that are no longer used, in reading order.
    :ivar lines: the 1-based line of each list of numbers.
    """

    numbering: Numbering = field(default_factory=Numbering)
    aliases: dict[Passage, Alias] = field(default_factory=dict)
    lines: dict[Passage, int] = field(default_factory=dict)


def parse(name: str, text: str, problems: list[Problem]) -> Table:
    """Parse the table; what is wrong with it by itself is added to *problems*."""
    reader = Reader(name, 1, problems)
    node = reader.compose(text)
    fields = reader.fields(node, say("the table of passages"), (), ("numbers", "aliases")) if node is not None else {}
    lists: dict[Passage, tuple[Number, ...]] = {}
    lines: dict[Passage, int] = {}
    rows = reader.mapping(fields["numbers"][0], say("“numbers”")) if "numbers" in fields else {}
    for key, (_, line) in rows.items():
        whole, value = _passage(reader, Value(key, line)), reader.text(rows, key)
        if whole is not None and value is not None:
            lists[whole], lines[whole] = _numbers(reader, value), line
    aliases: dict[Passage, Alias] = {}
    rows = reader.mapping(fields["aliases"][0], say("“aliases”")) if "aliases" in fields else {}
    for key, (node, line) in rows.items():
        old, alias = _passage(reader, Value(key, line)), _alias(reader, key, node, line)
        if old is not None and alias is not None:
            aliases[old] = alias
    return Table(Numbering(lists), dict(sorted(aliases.items())), lines)


def _passage(reader: Reader, value: Value) -> Passage | None:
    try:
        return Passage.parse(value.text)
    except ValueError:
        reader.problem(value.line, "N01", say("“{value}” is no passage number", value=value.text), _HINT)
        return None


def _numbers(reader: Reader, value: Value) -> tuple[Number, ...]:
    """A list of numbers as far as it can be read."""
    try:
        numbers = tuple(map(Number.parse, value.text.split()))
    except ValueError as error:
        reader.problem(
            value.line,
            "N01",
            say("“{value}” is no list of numbers such as “1 2 2a 3”: {error}", value=value.text, error=error),
            _HINT,
        )
        return ()
    for earlier, later in pairwise((ZERO, *numbers)):
        if later <= earlier:
            reader.problem(
                value.line,
                "N01",
                say("{later} stands after {earlier}: the numbers must increase", later=later, earlier=earlier),
                _HINT,
            )
    return numbers


def _alias(reader: Reader, key: str, node: yaml.Node, line: int) -> Alias | None:
    fields = reader.fields(node, say("the old number {key}", key=key), ("to",), ("removed", "page", "words"))
    value, page = reader.text(fields, "to"), reader.text(fields, "page")
    removed, words = (found.text if (found := reader.text(fields, name)) else "" for name in ("removed", "words"))
    to = _passage(reader, value) if value is not None else None
    if page is not None and ("." in key or FILE_NAME.fullmatch(f"{page.text}.md") is None):
        reader.problem(page.line, "N01", say("“{page}” is no page of a section that is no more", page=page.text), _HINT)
        return None
    return Alias(to, removed, line, page.text if page else "", words) if to is not None else None


def render(numbering: Numbering, aliases: dict[Passage, Alias]) -> str:
    """The table as a file, sorted in reading order."""
    lines = [_COMMENT]
    if numbering.lists:
        lines.append("numbers:")
        lines += [f'  "{whole}": {" ".join(map(str, numbers))}' for whole, numbers in sorted(numbering.lists.items())]
    if aliases:
        lines.append("aliases:")
        for old, alias in sorted(aliases.items()):
            removed = f', removed: "{alias.removed}"' if alias.removed else ""
            page = f', page: "{alias.page}"' if alias.page else ""
            words = f', words: "{alias.words}"' if alias.words else ""
            lines.append(f'  "{old}": {{to: "{alias.to}"{removed}{page}{words}}}')
    return "\n".join(lines) + "\n"


def differences(
    name: str, table: Table, sections: Collection[Section], unread: Collection[Number]
) -> Iterator[Problem]:
    """Find where the table does not fit the text.

    :param sections: those of the original.
    :param unread: sections that have a file that could not be used, which is reported already.
    """
    counts = _counts(sections)
    for whole, numbers in table.numbering.lists.items():
        if whole.section not in unread:
            yield from _unfit(name, table, whole, numbers, counts.get(whole, 0))
    passages = {passage for section in sections for passage in section.passages}
    for old, alias in table.aliases.items():
        if old in passages:
            message = say("{old} is an old number, but stands in the text", old=old)
            yield Problem(name, alias.line, "N04", message, say("a number that was given up is never used again"))
        if alias.to in table.aliases:
            message = say("{old} leads to {to}, which is an old number too", old=old, to=alias.to)
            yield Problem(name, alias.line, "N06", message, say('write to: "{to}"', to=table.aliases[alias.to].to))
        elif alias.to.section not in unread and alias.to not in passages:
            hint = did_you_mean(str(alias.to), map(str, sorted(passages)), say("it must lead to a passage of the text"))
            yield Problem(
                name, alias.line, "N05", say("{old} leads to {to}, which is not there", old=old, to=alias.to), hint
            )


def _unfit(name: str, table: Table, whole: Passage, numbers: tuple[Number, ...], count: int) -> Iterator[Problem]:
    """What is wrong with the numbers of the parts of *whole*, which has *count* in the text."""
    line = table.lines[whole]
    if not count:
        yield Problem(
            name, line, "N03", say("there are numbers for {whole}, which has no parts in the text", whole=whole), _HINT
        )
        return
    if len(numbers) != count:
        message = say(
            "there are {count} numbers for {whole}, which has {count2} parts in the text",
            count=len(numbers),
            whole=whole,
            count2=count,
        )
        yield Problem(name, line, "N02", message, say("divide the text as it was; if it is right, mend the list"))
    for number in counted(numbers[-1].count):
        left_out = Passage((*whole.parts, number))
        if number not in numbers and left_out not in table.aliases:
            message = say("{left_out} is left out, and nothing tells where it leads", left_out=left_out)
            yield Problem(name, line, "N07", message, say("give it a line among the “aliases”"))


def _counts(sections: Collection[Section]) -> dict[Passage, int]:
    """How many parts each section and paragraph has that has some."""
    found = {Passage((section.number,)): len(section.paragraphs) for section in sections if section.paragraphs}
    return found | {
        paragraph[0].passage.paragraph: len(paragraph) for section in sections for paragraph in section.paragraphs
    }
