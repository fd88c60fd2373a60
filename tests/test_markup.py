"""The Markdown of contributors: what it refers to, what is allowed, how it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.markup import ROLES, allowed, blocks, escape, foreign, plain, references, targets


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        ("a1939", ["a1939"]),
        ("a1939{p. 12}", ["a1939"]),
        ("{see}a1939{pp. 12, 14}", ["a1939"]),
        ("a1939{p. 12}, b1940 , {cf.} c-d:e{1}", ["a1939", "b1940", "c-d:e"]),
        ("", []),
        ("a{", []),
        ("a b", []),
        (",a", []),
        ("a{x}y", []),
    ],
)
def test_a_citation_names_its_works(content: str, keys: list[str]) -> None:
    assert targets("cite:p", content) == keys


@pytest.mark.parametrize(
    ("content", "target"),
    [("Konsul", "Konsul"), (" Konsul ", "Konsul"), ("die Beamten <Konsul>", "Konsul"), ("<x>", "x")],
)
def test_another_role_names_one_thing(content: str, target: str) -> None:
    assert targets("term", content) == [target]


def test_references_have_the_line_on_which_they_stand() -> None:
    text = (
        "One {note}`a`.\nTwo {passage}`1.2`,\n{cite:p}`x{1}, y`.\n\n- {term}`t`\n\n  > {cite:t}`z` `{note}` \\{note}`b`"
    )
    found = [(reference.role, reference.target, reference.line) for reference in references(text, 10)]
    assert found == [
        ("note", "a", 10), ("passage", "1.2", 11), ("cite:p", "x", 12), ("cite:p", "y", 12), ("term", "t", 14), ("cite:t", "z", 16),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, *emphasis*, **strong** and `code`.",
        "[a link](https://example.org/a?b=c&d), <https://example.org>, [mail](mailto:a@example.org)",
        "- a list\n- of two\n\n1. numbered\n\n> a quotation",
        "{cite:p}`a{p. 1}` {cite:t}`b` {note}`c` {passage}`4.2.3` {term}`the words <d>`",
        "Braces {in a sentence} and 3 < 4 & 5 > 2, at 10 % [sic], x_1, 2 * 3.",
        "A line\nand the next.\\\nThird.",
    ],
)
def test_what_an_annotation_may_have(text: str) -> None:
    assert list(allowed("a.md", text, 1)) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\nb <b>c", 2, "HTML is not allowed: <b>"),
        ("a\n\n<!-- hidden -->", 3, "HTML is not allowed here"),
        ("a\n\n<script>\nalert(1)\n</script>", 3, "HTML is not allowed here"),
        ("a\n![b](https://example.org/b.png)", 2, "an image is not allowed here"),
        ("a\n\n```{raw} html\n<b>\n```", 3, "the directive {raw} html is not allowed here"),
        ("a\n\n~~~{include} /etc/passwd\n~~~", 3, "the directive {include} /etc/passwd is not allowed here"),
        ("- a\n\n  ```{figure} x\n  ```", 3, "the directive {figure} x is not allowed here"),
        ("a\n\n    b", 3, "this line begins with four blanks"),
        ("a\n\n## b", 3, "a heading is not allowed here"),
        ("a\n\n***", 3, "this is read as a rule across the page"),
        ("a\n\n| b | c |\n|---|---|\n| d | e |", 3, "this is read as a table"),
        ("a\n\n% b", 3, "this is read as a comment"),
        ("a\n\n(b)=\n", 3, "this is read as the target of a link"),
        ("a\n\n+++\n", 3, "this is read as the end of a block"),
        ("a\n\n[b]: https://example.org", 3, "this is read as the address of a link"),
        ("a\n[b](c.md)", 2, "a link may not point to “c.md”"),
        ("a\n[b](#s4-2-3)", 2, "a link may not point to “#s4-2-3”"),
        ("a\n[b](project:c)", 2, "a link may not point to “project:c”"),
        ("a\n[b](//example.org)", 2, "a link may not point to “//example.org”"),
        ("a\n[b](data:image/png;base64,c)", 2, "a link may not point to “data:image/png;base64,c”"),
        ("a\n{doc}`b`", 2, "unknown role {doc}"),
        ("a\n{download}`/etc/passwd`", 2, "unknown role {download}"),
        ("a\n{eval-rst}`b`", 2, "unknown role {eval-rst}"),
        ("a\n{note} `b`", 2, "a role without its text in backticks"),
        ("a\n{cite:p}b", 2, "a role without its text in backticks"),
        ("a\n{cite:p}`b c`", 2, "the citation “b c” cannot be read"),
        ("a\n{cite:p}`b,b`", 2, "the citation “b,b” names a work twice"),
    ],
)
def test_what_an_annotation_may_not_have(text: str, line: int, message: str) -> None:
    [problem] = allowed("a.md", text, 1)
    assert problem.line == line
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "file:///x", "data:text/html,x"]
)
@pytest.mark.parametrize("written", ["[x]({})", "<{}>", "[x](<{}>)", "[x][y]\n\n[y]: {}"])
def test_a_dangerous_address_is_no_link_or_refused(address: str, written: str) -> None:
    text = written.format(address)
    links = [token for block in blocks(text) for token in block.children or () if token.type == "link_open"]
    assert not links or list(allowed("a.md", text, 1))


# A reader of files has turned other line ends into this one.
LINES = st.text().map(lambda text: text.replace("\r", "\n"))


@given(st.sampled_from(ROLES), LINES, LINES, LINES)
def test_nothing_that_is_written_makes_the_check_fail(role: str, before: str, content: str, after: str) -> None:
    text = f"{before}{{{role}}}`{content}`{after}"
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in allowed("a.md", text, 1))
    assert all(1 <= problem.line <= lines for problem in foreign("a.md", text, 1))
    assert all(1 <= reference.line <= lines for reference in references(text, 1))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])).map(str.strip))
def test_escaped_words_read_as_they_were(text: str) -> None:
    assert plain(escape(text)) == text
    if text:
        assert list(foreign("a.md", escape(text), 1)) == []


@given(st.from_regex(r"[a-zăîșțЖ漢1][a-zăîșțЖ漢1 .,;()„”“‘’«»–—/\u0301\u00adⅷ*_`-]{,25}", fullmatch=True))
def test_words_are_plain_without_being_parsed(text: str) -> None:
    # A backslash at the end of a line is a line break, so that what follows is parsed.
    parsed = plain(f"\\\n{text}")
    assert plain(text) == parsed.removeprefix("\n")
