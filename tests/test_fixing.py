"""Front matters are rewritten in one place, and everything else stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from edition.fixing import fix, rewritten
from edition.model import Patch, Problem

FILE = '---\ntarget: "0.1.1"{}quote: {}{}kind: context\n---\n# la\nquote: not this one\n'


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("divisa in partes", "in partes tres", "in partes tres"),
        ("divisa\n  in partes", "in partes tres", "in partes tres"),
        (">-\n  divisa\n  in partes", "in partes tres", "in partes tres"),
        ("|\n\n  divisa", "in partes tres", "in partes tres"),
        ("'divisa'", "it's so", "'it''s so'"),
        ('"divisa"', "in partes", '"in partes"'),
        ('"divisa"', 'in "partes"', "'in \"partes\"'"),
        ("divisa  # as it was", "partes", "partes  # as it was"),
        ("divisa", "partes: tres", "'partes: tres'"),
        ("divisa", "- tres", "'- tres'"),
        ("divisa", "„tres” #", "'„tres” #'"),
        ("divisa", "a #b", "'a #b'"),
        ("!!str divisa", "no", "no"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_value_is_written_in_the_manner_of_the_old_one(
    old: str, new: str, written: str, line_end: str, start: str
) -> None:
    before = (start + FILE.format("\n", old, "\n").replace("\n", line_end)).encode()
    after = (start + FILE.format("\n", written, "\n").replace("\n", line_end)).encode()
    assert rewritten(before, {"quote": new}) == after


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "---\nquote: x\n",
        "---\nquote: [x]\n---\n",
        "---\nother: x\n---\n",
        "---\nquote: x\nquote: y\n---\n",
        "---\nkind: &a x\nquote: *a\n---\n",
        "---\nquote: 'x\n---\n",
        "---\n- quote\n---\n",
        "---\n" + "[" * 5000 + "\n---\n",
        "---\r# quote: x\r---\r",
    ],
)
def test_what_is_not_understood_is_not_touched(text: str) -> None:
    assert rewritten(text.encode(), {"quote": "y"}) is None
    assert rewritten(b"---\nquote: \xff\n---\n", {"quote": "y"}) is None


SCALARS = st.one_of(
    st.text(), st.lists(st.sampled_from(["a", " ", "\n  ", "'", '"', ": ", " #", "- ", ">-", "|", "é"])).map("".join)
)


@given(SCALARS, SCALARS, st.text())
def test_whatever_stands_in_a_file_nothing_else_changes(old: str, new: str, rest: str) -> None:
    tail = f"\nkind: k\n---\n{rest}".encode(errors="replace")
    value = new.encode(errors="replace").decode()
    after = rewritten(b"---\nquote: " + old.encode(errors="replace") + tail, {"quote": value})
    if after is not None and "---" not in old:
        assert after.startswith(b"---\nquote: ")
        assert after.endswith(tail)
        front = after[4 : -len(tail)].decode()
        assert yaml.load(front, Loader=yaml.BaseLoader)["quote"] == value


def test_patches_that_contradict_each_other_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntarget: "1"\n---\n', encoding="utf-8")
    patches = [Patch({"target": "2"}, "a.md", True), Patch({"target": "3"}, "a.md", True)]
    problems = [Problem("a.md", 2, "A14", "m", patch=patch) for patch in patches]
    assert fix(tmp_path, problems) == ["a.md: not changed, as two patches contradict each other"]
    assert fix(tmp_path, [Problem("a.md", 2, "A14", "m", patch=Patch({"target": "2"}, "a.md", False))]) == []
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == '---\ntarget: "1"\n---\n'
    assert fix(tmp_path, [problems[0], problems[0]]) == ["a.md:2: target: “1” → “2”"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == '---\ntarget: "2"\n---\n'


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("no front matter", encoding="utf-8")
    problem = Problem("a.md", 2, "A14", "m", patch=Patch({"target": "2"}, "a.md", True))
    assert fix(tmp_path, [problem]) == [
        "a.md: not changed, as its front matter could not be rewritten without touching anything else"
    ]
