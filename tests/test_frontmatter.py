"""Strict YAML: what was written is what is read, and each mistake has its line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench.fuzzing import mutated
from edition.frontmatter import Reader, Value, split
from edition.model import Problem


def read(
    text: str, required: tuple[str, ...] = ("a",), optional: tuple[str, ...] = ("b",)
) -> tuple[dict[str, Value], list[Problem]]:
    problems: list[Problem] = []
    reader = Reader("f.md", 2, problems)
    fields = reader.fields(reader.compose(text), "the front matter", required, optional)
    values = {key: reader.text(fields, key) for key in (*required, *optional)}
    return {key: value for key, value in values.items() if value is not None}, problems


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "null",
        "~",
        "007",
        "0x1F",
        "1e3",
        "4.10",
        "4.1.5",
        "1_000",
        "12:30:45",
        "1939-08-23",
        ".inf",
        "=",
    ],
)
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    assert read(f"a: {written}\n") == ({"a": Value(written, 2)}, [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"4.1.5"', "4.1.5"),
        ("'d''une'", "d'une"),
        ('"\\u0219"', "ș"),
        (">-\n  one\n  two", "one two"),
        ("|\n  one\n  two\n", "one\ntwo"),
        ("x # not a part of it", "x"),
        ("a#b", "a#b"),
    ],
)
def test_quotes_and_blocks_are_taken_away(written: str, value: str) -> None:
    assert read(f"a: {written}\n")[0]["a"].text == value


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_in_quotes_comes_back(text: str) -> None:
    values, problems = read(yaml.safe_dump({"a": text}, allow_unicode=True, width=1_000_000))
    if text.isprintable():
        assert (values["a"].text, problems) == (text.strip(), [])


@pytest.mark.parametrize(
    ("text", "line", "code", "message", "hint"),
    [
        ("a: 1\nb: 2\na: 3\n", 4, "Y03", "“a” is given twice; the first is on line 2", "keep one"),
        ("a: 1\nc: 2\n", 3, "Y02", "unknown key “c”", "the keys are a, b"),
        ("a: 1\nB: 2\n", 3, "Y02", "unknown key “B”", "did you mean “b”?"),
        ("b: 1\n", 2, "Y04", "the key “a” is missing", "add a line “a: …”"),
        ("{}\n", 2, "Y04", "the key “a” is missing", "add a line “a: …”"),
        ("", 2, "Y05", "the front matter must be written as “key: value” lines", "see"),
        ("# only a comment\n", 2, "Y05", "the front matter must be written", "see"),
        ("just words\n", 2, "Y05", "the front matter must be written", "see"),
        ("- a\n", 2, "Y05", "the front matter must be written", "see"),
        ("b: x\na:\n", 3, "Y05", "“a” is empty", "write its value after “a:”"),
        ("b: x\na: [1]\n", 3, "Y05", "“a” must be a text, not a list or a table", "write a: 'the text'"),
        ("a: 1\n? [x]\n: y\n", 3, "Y05", "a key must be a text", "write “key: value” lines"),
        ("b: x\na: y: z\n", 3, "Y01", "mapping values are not allowed here", "'single quotes'"),
        ("a: 'x\nb: y\n", 2, "Y01", "this is not well-formed YAML", "'single quotes'"),
        ("a: [x\nb: y\n", 2, "Y01", "this is not well-formed YAML", "'single quotes'"),
        ("b: y\na: !!int 7\n", 3, "Y06", "an order to programs", "'single quotes'"),
        ("b: y\na: *x\n", 3, "Y06", "orders to programs", "'single quotes'"),
        ("a: x\nb: y\x00\n", 3, "Y01", "the character U+0000 may not stand in YAML", "remove that character"),
        ("a: x\n---\nb: y\n", 3, "Y01", "this is not well-formed YAML", "'single quotes'"),
        ("a: x\u2028\nc: y\n", 3, "Y02", "unknown key “c”", "the keys are a, b"),
        ("a: " + "[" * 5000, 2, "Y01", "this is too deeply nested", "“key: value” lines"),
    ],
)
def test_a_mistake_is_one_problem_at_its_line(text: str, line: int, code: str, message: str, hint: str) -> None:
    _, problems = read(text)
    assert [(p.line, p.code) for p in problems] == [(line, code)], problems
    assert message in problems[0].message
    assert hint in problems[0].hint


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    _, problems = read("titel: x\n", ("title",))
    assert [(p.code, p.hint) for p in problems] == [("Y02", "did you mean “title”?")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\nbody\n", ("a: b\n", "body\n", 4)),
        ("---\na: b\n---", ("a: b\n", "", 3)),
        ("---\n---\nbody", ("", "body", 3)),
        ("---\na: b\n--- \t\nbody", ("a: b\n", "body", 4)),
        ("---\na: ---\n----\n---\n\nbody", ("a: ---\n----\n", "\nbody", 5)),
        ("no front matter\n---\n", ("", "no front matter\n---\n", 1)),
        ("", ("", "", 1)),
    ],
)
def test_the_front_matter_is_divided_from_the_rest(text: str, expected: tuple[str, str, int]) -> None:
    problems: list[Problem] = []
    assert split("f.md", text, problems) == expected
    assert problems == []


@pytest.mark.parametrize("text", ["---\n", "---\na: b\n", "---\na: b\n ---\n", "---\na: b\n----\n"])
def test_front_matter_without_an_end(text: str) -> None:
    problems: list[Problem] = []
    assert split("f.md", text, problems) is None
    assert [(p.line, p.code) for p in problems] == [(1, "Y01")]


STRANGE = (
    "a: {b: c, d: [e, f]}\n", "? a\n: b\n", "a: |\n  x\n y\n", "a: >-\n\n  x\n", "a: 'x''y'\nb: \"\\x41 \\u0219\"\n",
    "{a:b, 'c':d, \"e\":f}\n", "a: b: c\n", "a:\n  - b\n - c\n", "%YAML 1.2\n---\na: b\n", "a: &x b\nc: *x\n", "a: !!str b\n",
    "--- a\n...\n", "a: [b,c:d, ]\n", "a: {?b:c}\n", "a: @b\n", "a\u2028: b\n", "a: x\u0085y\n", "a: 😀 b\nc: 'd😀'\n", "a: \"\\\n  b\"\n",
    "a: >#x\n  b\n", "a:\tb\n", "\ufeffa: b\n", "a: b\tc\n", "a:\nb:\n",
)  # fmt: skip


def test_the_quick_reader_reads_what_the_slow_one_reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert yaml.__with_libyaml__, "there is no quick reader here"
    chance = random.Random(1)
    lists = [path.read_text(encoding="utf-8")[:1500] for path in sorted((root / "annotations").glob("*/*.yaml"))]
    texts = [*STRANGE, *lists]
    texts += [mutated(chance.choice(texts), chance.choice(texts), chance) for _ in range(1500)]
    for text in texts:
        monkeypatch.setattr(yaml, "__with_libyaml__", True)
        quick = nodes(text)
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
        assert quick == nodes(text), text


def nodes(text: str) -> tuple[object, list[Problem]]:
    """All texts with their lines, and what is wrong."""
    problems: list[Problem] = []
    reader = Reader("f.md", 1, problems)

    def seen(node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return reader.line(node), [(seen(key), seen(value)) for key, value in node.value]
        return reader.line(node), node.value if isinstance(node, yaml.ScalarNode) else [*map(seen, node.value)]

    found = reader.compose(text)
    return found and seen(found), problems
