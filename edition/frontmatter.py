"""Strict YAML: every scalar is the text that was written, every key is known, every value has its line.

YAML itself would turn ``no`` into False, ``007`` into 7 and ``1939-08-23`` into a date, and let the second of two
equal keys win; here the composed nodes are read instead of the constructed values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from edition.model import Problem
from edition.nearest import did_you_mean


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

    def line(self, node: yaml.Node) -> int:
        """The 1-based line of a node in the file."""
        return int(node.start_mark.line) + self.first_line

    def problem(self, line: int, code: str, message: str, hint: str) -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.name, line, code, message, hint))

    def compose(self, text: str) -> yaml.Node | None:
        """Parse *text* without interpreting it; None where it is empty or not YAML."""
        try:
            return yaml.compose(text, Loader=yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = (mark.line if mark else 0) + self.first_line
            self.problem(
                line,
                "Y01",
                f"this is not well-formed YAML: {error.problem or error.context}",
                "a value that contains “: ” or “ #”, or begins with a quotation mark or a bracket, "
                "is put between 'single quotes'",
            )
        except yaml.YAMLError as error:
            self.problem(self.first_line, "Y01", f"this is not well-formed YAML: {error}", "remove that character")
        return None

    def mapping(self, node: yaml.Node | None, what: str) -> dict[str, tuple[yaml.Node, int]]:
        """The keys of a mapping, each with its value and its line; twice the same key is a problem."""
        if not isinstance(node, yaml.MappingNode):
            line = self.line(node) if node is not None else self.first_line
            self.problem(line, "Y05", f"{what} must be written as “key: value” lines", "see CONTRIBUTING.md")
            return {}
        found: dict[str, tuple[yaml.Node, int]] = {}
        for key, value in node.value:
            if key.value in found:
                self.problem(
                    self.line(key),
                    "Y03",
                    f"“{key.value}” is given twice; the first is on line {found[key.value][1]}",
                    "keep one of the two",
                )
                continue
            found[key.value] = (value, self.line(key))
        return found

    def fields(
        self, node: yaml.Node | None, what: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, tuple[yaml.Node, int]]:
        """A mapping whose keys are known: unknown and missing ones are problems."""
        found = self.mapping(node, what)
        if not found:
            return {}
        allowed = (*required, *optional)
        for key, (_, line) in list(found.items()):
            if key not in allowed:
                listed = "the keys are " + ", ".join(allowed)
                self.problem(line, "Y02", f"unknown key “{key}”", did_you_mean(key, allowed, listed))
                del found[key]
        for key in required:
            if key not in found and node is not None:
                self.problem(self.line(node), "Y04", f"the key “{key}” is missing", f"add a line “{key}: …”")
        return found

    def text(self, fields: Mapping[str, tuple[yaml.Node, int]], key: str) -> Value | None:
        """The text of one field; None where it is missing, empty or not a text."""
        if key not in fields:
            return None
        node, line = fields[key]
        if not isinstance(node, yaml.ScalarNode):
            self.problem(
                line, "Y05", f"“{key}” must be a text, not a list or a table", f"write {key}: 'the text' on one line"
            )
            return None
        if not node.value.strip():
            self.problem(line, "Y05", f"“{key}” is empty", f"write its value after “{key}:”")
            return None
        return Value(node.value, self.line(node))

    def texts(self, fields: Mapping[str, tuple[yaml.Node, int]], key: str) -> tuple[Value, ...]:
        """The texts of one field that holds a list; a missing field is an empty list."""
        if key not in fields:
            return ()
        node, line = fields[key]
        items = node.value if isinstance(node, yaml.SequenceNode) else None
        if items is None or not all(isinstance(item, yaml.ScalarNode) for item in items):
            self.problem(line, "Y05", f"“{key}” must be a list of texts", f"write {key}: [one, two]")
            return ()
        return tuple(Value(item.value, self.line(item)) for item in items)


def split(name: str, text: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """Divide a Markdown file into its front matter and the rest.

    :returns: YAML, body, and the 1-based line on which the body begins; None where the front matter never ends.
        A file without front matter gives an empty YAML.
    """
    if not text.startswith("---\n"):
        return "", text, 1
    end = text.find("\n---\n", 3)
    if end < 0:
        if text.endswith("\n---"):
            return text[4:-3], "", text.count("\n") + 2
        problems.append(
            Problem(name, 1, "Y01", "the front matter has no end", "put a line of three hyphens (---) after it")
        )
        return None
    return text[4 : end + 1], text[end + 5 :], text[: end + 5].count("\n") + 1
