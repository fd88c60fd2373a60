"""Typst documents → PDF: twice, for the sake of word breaks, and with mistakes told at what people wrote."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from edition.typst.code import place_before
from edition.typst.hyphenation import SoftHyphens, page_texts

_COMPILER = Path(__file__).with_name("compiler.py")
_PASSES = 4
"""How often a book is set anew at most; once is enough unless Typst changes its mind."""

SourceOf = Callable[[str], str]
_WHERE = re.compile(r"┌─ /?(\S+?\.typ):(\d+):(\d+)")


class BookError(Exception):
    """A book could not be made; the text says why."""


def typeset(
    name: str,
    template: Mapping[str, str],
    data: Mapping[str, Any],
    modules: Mapping[str, str],
    *,
    options: Mapping[str, str],
    root: Path | None = None,
    source_of: SourceOf = str,
) -> bytes:
    """Set a book: with all soft hyphens, then with those that were used, until no other is left.

    :param name: what the book is called in messages.
    :param template: the files that are the same in all books.
    :param data: what the template reads from ``book.json``; ``date`` is the day that the file is said to be of.
    :param modules: the files made of the documents; only these have soft hyphens.
    :param options: what the template reads from ``sys.inputs``.
    :param root: the folder of the pictures that the modules show; the compiler takes no bytes for a file.
    :param source_of: what people edit to change a module.
    :raises BookError: where Typst finds a mistake, or warns of something.
    """

    def compiled(data: Mapping[str, Any] = data) -> bytes:
        book = {"book.json": json.dumps(data, ensure_ascii=False)}
        return _compile({**template, **book, **modules}, options, data["date"], root)

    try:
        pdf = compiled()
        texts = page_texts(pdf)
        for _ in range(_PASSES):
            hyphens = SoftHyphens(modules)
            kept = hyphens.keeping(hyphens.used(texts))
            if kept == modules:
                break
            modules = kept
            pdf = compiled()
            texts = page_texts(pdf)
    except _MistakeError as mistake:
        where = mistake.place(modules, source_of) or _culprit(data, compiled, source_of)
        raise BookError(f"{where or name}: {name} was not made:\n{mistake}") from mistake
    return _plain_stream_ends(pdf)


def _culprit(data: Mapping[str, Any], compiled: Callable[[Mapping[str, Any]], bytes], source_of: SourceOf) -> str:
    """The document that is wrong by itself, where Typst names a place in the template only; nothing where all are well.

    What is found late, such as a drawing that cannot be read, is told without the document in which it stands.
    """
    for document in ({"documents": []}, *({"documents": [item]} for item in data["documents"])):
        try:
            compiled({**data, **document})
        except _MistakeError:
            return source_of(next(iter(document["documents"][0]["paths"].values()))) if document["documents"] else ""
    return ""


class _MistakeError(Exception):
    """What Typst says is wrong."""

    def place(self, modules: Mapping[str, str], source_of: SourceOf) -> str:
        """The first place of a module in the message, in terms of its source: a file and a line, or a passage."""
        for path, line, column in _WHERE.findall(str(self)):
            # With a folder of pictures, Typst puts this before the path.
            if module := max((name for name in modules if f"/{path}".endswith(f"/{name}")), key=len, default=""):
                code = modules[module].split("\n")
                found = place_before("\n".join([*code[: int(line) - 1], code[int(line) - 1][: int(column)]]))
                return f"{source_of(module)}:{found}" if found else source_of(module)
        return ""


def _compile(sources: Mapping[str, str], options: Mapping[str, str], date: Sequence[int], root: Path | None) -> bytes:
    files = {"main.typ": '#include "/book.typ"', **sources}
    asked = {"files": files, "inputs": dict(options), "date": list(date), "root": str(root) if root else None}
    # Safe path: the modules beside the program are not to be taken for those of the standard library.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", _COMPILER], input=json.dumps(asked).encode(), capture_output=True, check=False
    )
    if done.returncode == 0:
        return done.stdout
    if done.returncode < 0:
        raise BookError(
            f"the compiler was stopped by signal {-done.returncode}: perhaps memory was short; try more volumes"
        )
    # One mistake in a function of the template is told once for each call.
    raise _MistakeError(done.stderr.decode(errors="replace").strip().split("\n\nerror: ")[0])


def _plain_stream_ends(pdf: bytes) -> bytes:
    r"""The same PDF, with no stream whose data seem to end in another place than they do.

    Compressed data may end in a carriage return. Before the line feed that Typst writes after the data, a validator
    takes the two for one line end, and the stream for shorter than it says. A carriage return alone is a line end
    too (ISO 32000-1, 7.3.8.1), as long, so that no offset changes.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")
