"""Strict YAML: every scalar is the text that was written, every key is known, every value has its line.

YAML itself would turn ``no`` into False, ``007`` into 7 and ``1939-08-23`` into a date, and let the second of two
equal keys win; here the composed nodes are read instead of the constructed values.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

from edition.messages import Said, say
from edition.model import Problem
from edition.nearest import did_you_mean, nearest

_TOLD = 50
"""How many unknown keys of one table are told: more are no slip."""

_OPENED = {"while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping"}
_READ_OTHERWISE = re.compile(r"[\t\ufeff]|[|>][-+\d]*#")
"""What libyaml takes for blanks or comments, and nobody else does."""

_LINE_END = re.compile("\n")
_END = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


DEEPEST = 10
"""How many lists and tables may stand in one another; entries of registers have four."""

MOST = 10_000
"""How many texts, lists and tables a file may have; the largest register has a quarter of it."""


class _Refused(yaml.MarkedYAMLError):
    """YAML that could be read, but has what only a program needs, or too much of it.

    :ivar said: what is wrong, and how to mend it.
    """

    def __init__(self, code: str, message: Said, hint: Said, mark: Any) -> None:
        super().__init__(problem=str(message), problem_mark=mark)
        self.code, self.said = code, (message, hint)


class _Strict(Composer):
    """Compose nodes of plain YAML; no tags, which name classes, no aliases, which grow a line into a gigabyte."""

    depth = count = 0
    peek_event: Callable[[], Any]

    def compose_document(self) -> yaml.Node | None:
        event = self.peek_event()
        if event.version or event.tags:
            self._refuse(event, say("a line that begins with “%” gives orders to programs"), say("take it away"))
        return super().compose_document()

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        self.depth += 1
        self.count += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag is not None:
            message = (
                say("“!” at the beginning of a value is an order to programs")
                if not isinstance(event, yaml.AliasEvent) and event.anchor is None
                else say("“&” and “*” at the beginning of a value are orders to programs")
            )
            hint = say("if “{mark}” is part of the text, put the whole value between 'single quotes'", mark="&, *, !")
            self._refuse(event, message, hint)
        if self.depth > DEEPEST:
            message, hint = say("this is too deeply nested"), say("write plain “key: value” lines")
            raise _Refused("Y01", message, hint, event.start_mark)
        if self.count > MOST:
            message, hint = (
                say("there are more than {most} values here", most=MOST),
                say("divide the file, or take away what does not belong here"),
            )
            raise _Refused("F07", message, hint, event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, event: yaml.Event, message: Said, hint: Said) -> None:
        raise _Refused("Y06", message, hint, event.start_mark)


class _Loader(_Strict, yaml.BaseLoader):
    """Read YAML slowly, and say well what is wrong."""


class _Quick(_Strict, BaseResolver):
    """Read YAML with the events of libyaml, eleven times as fast; what it makes of sound files is the same.

    :raises _Unlike: at a value that is left out, whose place it tells otherwise.
    """

    def __init__(self, stream: str) -> None:
        Composer.__init__(self)
        BaseResolver.__init__(self)
        events = yaml.CBaseLoader(stream)
        self.check_event = events.check_event
        self.get_event = events.get_event
        self.peek_event = events.peek_event

    def compose_scalar_node(self, anchor: dict[Any, yaml.Node]) -> yaml.ScalarNode:
        event = self.peek_event()
        if event.start_mark.index == event.end_mark.index:
            raise _Unlike
        return super().compose_scalar_node(anchor)


class _Unlike(yaml.YAMLError):
    """Something that libyaml reads otherwise."""


def _composed(text: str) -> yaml.Node | None:
    """The nodes of *text*, or the mistake in it; None where it is empty.

    libyaml is asked first, where there is one; its words for what is wrong are others.
    """
    if yaml.__with_libyaml__ and not _READ_OTHERWISE.search(text):
        with contextlib.suppress(yaml.YAMLError, UnicodeError):
            return _Quick(text).get_single_node()
    return yaml.compose(text, Loader=_Loader)


@dataclass(frozen=True)
class Value:
    """A scalar as it was written, with its 1-based line."""

    text: str
    line: int


class Reader:
    """Read YAML nodes of one file into plain text and lists; mistakes are added to *problems*.

    :param name: path of the file, for the problems.
    :param first_line: the 1-based line in the file on which the YAML begins.
    """

    def __init__(self, name: str, first_line: int, problems: list[Problem]) -> None:
        self.name = name
        self.first_line = first_line
        self.problems = problems
        self._ends: list[int] = []
        self._broken = False

    def line(self, node: yaml.Node) -> int:
        """The 1-based line of a node in the file."""
        return self._line_at(node.start_mark.index)

    def _line_at(self, place: int) -> int:
        # Not the line that YAML counts: it knows more line ends than other programs do.
        return bisect_left(self._ends, place) + self.first_line

    def problem(self, line: int, code: str, message: Said, hint: Said) -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.name, line, code, message, hint))

    def compose(self, text: str) -> yaml.Node | None:
        """Parse *text* without interpreting it; None where it is empty or not YAML, which is a problem."""
        self._ends = [match.start() for match in _LINE_END.finditer(text)]
        problems = len(self.problems)
        try:
            node = _composed(text)
        except _Refused as error:
            mark = error.problem_mark
            self.problem(self._line_at(mark.index) if mark else self.first_line, error.code, *error.said)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if error.context in _OPENED:
                mark = error.context_mark  # where it begins; that it has no end is noticed much later
            self.problem(
                self._line_at(min(mark.index, len(text.rstrip()))) if mark else self.first_line,
                "Y01",
                say("this is not well-formed YAML: {what}", what=error.problem or error.context),
                say(
                    "a value that contains “: ” or “ #”, or begins with a quotation mark or a bracket, is put between 'single quotes'"
                ),
            )
        except yaml.reader.ReaderError as error:
            message = say("the character U+{character:04X} may not stand in YAML", character=error.character)
            self.problem(self._line_at(error.position), "Y01", message, say("remove that character"))
        except RecursionError:
            self.problem(
                self.first_line, "Y01", say("this is too deeply nested"), say("write plain “key: value” lines")
            )
        else:
            return node
        self._broken = len(self.problems) > problems
        return None

    def mapping(self, node: yaml.Node | None, what: Said) -> dict[str, tuple[yaml.Node, int]]:
        """The keys of a mapping, each with its value and its line; twice the same key is a problem."""
        if not isinstance(node, yaml.MappingNode):
            if node is not None or not self._broken:
                line = self.line(node) if node is not None else self.first_line
                self.problem(
                    line,
                    "Y05",
                    say("{what} must be written as “key: value” lines", what=what),
                    say("see CONTRIBUTING.md"),
                )
            return {}
        found: dict[str, tuple[yaml.Node, int]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problem(self.line(key), "Y05", say("a key must be a text"), say("write “key: value” lines"))
                continue
            if key.value in found:
                self.problem(
                    self.line(key),
                    "Y03",
                    say(
                        "“{value}” is given twice; the first is on line {found}",
                        value=key.value,
                        found=found[key.value][1],
                    ),
                    say("keep one of the two"),
                )
                continue
            found[key.value] = (value, self.line(key))
        return found

    def fields(
        self, node: yaml.Node | None, what: Said, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, tuple[yaml.Node, int]]:
        """A mapping whose keys are known: unknown and missing ones are problems."""
        found = self.mapping(node, what)
        if not isinstance(node, yaml.MappingNode):
            return {}
        allowed = (*required, *optional)
        meant = set()
        problems = len(self.problems)
        for key, (_, line) in list(found.items()):
            if key not in allowed:
                listed = say("the keys are {listed}", listed=", ".join(allowed))
                if len(self.problems) - problems == _TOLD:
                    return {}
                self.problem(line, "Y02", say("unknown key “{key}”", key=key), did_you_mean(key, allowed, listed))
                meant.add(nearest(key, allowed))
                del found[key]
        for key in required:
            if key not in found and key not in meant:
                self.problem(
                    self.line(node),
                    "Y04",
                    say("the key “{key}” is missing", key=key),
                    say("add a line “{key}: …”", key=key),
                )
        return found

    def text(self, fields: Mapping[str, tuple[yaml.Node, int]], key: str) -> Value | None:
        """The text of one field; None where it is missing, empty or not a text."""
        if key not in fields:
            return None
        node, line = fields[key]
        if not isinstance(node, yaml.ScalarNode):
            self.problem(
                line,
                "Y05",
                say("“{key}” must be a text, not a list or a table", key=key),
                say("write {key}: 'the text' on one line", key=key),
            )
            return None
        if not node.value.strip():
            self.problem(line, "Y05", say("“{key}” is empty", key=key), say("write its value after “{key}:”", key=key))
            return None
        return Value(node.value.strip(), self.line(node))

    def one_of(self, value: Value | None, code: str, key: str, choices: tuple[str, ...]) -> None:
        """Report a value that is none of the *choices*, with the nearest of them."""
        if value is not None and value.text not in choices:
            hint = did_you_mean(
                value.text, choices, say("a {key} is one of {listed}", key=key, listed=", ".join(choices))
            )
            self.problem(value.line, code, say("unknown {key} “{value}”", key=key, value=value.text), hint)

    def texts(self, fields: Mapping[str, tuple[yaml.Node, int]], key: str) -> tuple[Value, ...]:
        """The texts of one field that holds a list; a missing field is an empty list."""
        if key not in fields:
            return ()
        node, line = fields[key]
        items = node.value if isinstance(node, yaml.SequenceNode) else None
        if items is None or not all(isinstance(item, yaml.ScalarNode) and item.value.strip() for item in items):
            self.problem(
                line, "Y05", say("“{key}” must be a list of texts", key=key), say("write {key}: [one, two]", key=key)
            )
            return ()
        return tuple(Value(item.value, self.line(item)) for item in items)


def split(name: str, text: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """Divide a Markdown file into its front matter and the rest.

    :returns: YAML, body, and the 1-based line on which the body begins; None where the front matter never ends.
        A file without front matter gives an empty YAML.
    """
    if not text.startswith("---\n"):
        return "", text, 1
    end = _END.search(text, 4)
    if end is None:
        problems.append(
            Problem(
                name, 1, "Y01", say("the front matter has no end"), say("put a line of three hyphens (---) after it")
            )
        )
        return None
    return text[4 : end.start()], text[end.end() :], text.count("\n", 0, end.end()) + 1
