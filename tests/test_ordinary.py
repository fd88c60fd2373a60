"""The print builder on projects that are no edition: everything is there, links lead somewhere, nothing becomes code."""

from __future__ import annotations

import base64
import contextlib
import io
import re
from collections.abc import Mapping
from pathlib import Path

import page as validator
import pypdfium2
import pytest
from building import Build, command, forget_language
from pdfs import links, texts
from sphinx.cmd.build import main

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC"
)
HOSTILE = '"]; #panic("x") \\ $x$ */ // @a <b> `c` ${d}'

CONF = """
project = "Small Things"
author = "Nobody Atall"
release = "7.2"
copyright = "2026, Nobody"
extensions = ["edition.typst"]
numfig = True
suppress_warnings = ["ref.footnote"]
"""
INDEX = """
Small things
============

Welcome, wanderer.

.. toctree::
   :caption: First part

   one
   two
"""
ONE = """
.. _top:

Chapter one
===========

Plain *stressed* **strong** ``typed`` x\\ :sub:`low` y\\ :sup:`high` :abbr:`ABC (alphabet beginning)`.

.. index:: ! pear, plum; stone
   see: quince; pear

Words about pears. See :doc:`two`, :ref:`deeper`, :numref:`pic`, :numref:`tab`, :eq:`euler`, :term:`gadget`,
:func:`mend`, :option:`tool --fast`, [Kant81]_ and a note [#a]_, again [#a]_, `outside <https://example.org/x>`__.

- bullet alpha

  - bullet beta

#. number gamma

c) letter delta

Definition : kind
   meaning epsilon

   inner term
      inner meaning

:field: value zeta

-o FILE, --out FILE  option eta

.. note:: Remark theta.

.. admonition:: Named iota

   Remark kappa.

.. warning:: Beware lambda.

.. versionadded:: 1.2
   Version mu.

.. topic:: Topic nu

   Content xi.

.. code-block:: python
   :caption: Caption omicron

   if pi > 3:
       print("rho")

.. _pic:

.. figure:: pixel.png
   :alt: a red square

   Caption sigma.

   Legend tau.

.. _tab:

.. table:: Title upsilon

   ======= =======
   Head a  Head b
   ======= =======
   cell a  cell b
   ======= =======

.. math:: e^{i\\pi} = -1
   :label: euler

An inline :math:`\\sqrt{2}` follows. |drop|

.. |drop| image:: pixel.png
   :alt: a drop

..

   Quotation phi.

   -- Attribution chi

| Line psi
| Line omega

.. rubric:: Rubric aleph

.. hlist::

   * item bet
   * item gimel

.. glossary::

   gadget
      Thing dalet.

.. function:: mend(what, *, how="well")

   Mends he.

   :param what: parameter vav

.. program:: tool

.. option:: --fast

   Speed zayin.

.. productionlist::
   sum: term "+" term

.. [#a] Footnote het.
.. [#b] Footnote without a mark, tet.

.. [Kant81] Kritik yod.
"""
TWO = """
Chapter two
===========

.. _deeper:

Deeper
------

Back to :ref:`top`. The end kaf.
"""


def make(root: Path, pages: Mapping[str, str], conf: str = CONF) -> Path:
    root.mkdir(exist_ok=True)
    (root / "conf.py").write_text(conf, encoding="utf-8")
    (root / "pixel.png").write_bytes(PIXEL)
    for name, text in pages.items():
        (root / f"{name}.rst").write_text(text, encoding="utf-8")
    return root


def build(root: Path, builder: str = "typstpdf", *options: str) -> Build:
    """Run Sphinx as anyone would, on a project of its own."""
    output, errors = io.StringIO(), io.StringIO()
    forget_language()
    arguments = ["-q", "-n", "-E", "--no-color", *options, "-b", builder, str(root), str(root / "out")]
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = main(arguments)
        except SystemExit as stop:  # as Python itself does at the end of a program
            code = 1
            errors.write(f"{stop}\n")
    return Build(code, output.getvalue(), errors.getvalue())


def text_of(path: Path) -> str:
    text = "\n".join(texts(path))
    return re.sub(r"\s+", " ", re.sub(r"[\ufffe\u00ad]\s*", "", text))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make(tmp_path_factory.mktemp("ordinary"), {"index": INDEX, "one": ONE, "two": TWO})
    result = build(root, "typstpdf", "-W", "--keep-going")
    assert (result.errors, result.code) == ("", 0)
    (path,) = (root / "out").glob("*.pdf")
    assert path.name == "smallthings.pdf"
    return path


def test_every_word_is_there_in_order(book: Path) -> None:
    text = text_of(book)
    place = text.index("Welcome, wanderer.")
    for words in (
        "Chapter one",
        "Plain stressed strong typed xlow yhigh ABC (alphabet beginning).",
        "Words about pears. See Chapter two, Deeper, Fig. 1, Table 1, (1), gadget, mend(), tool --fast, [Kant81] and",
        "outside",
        *("bullet alpha", "bullet beta", "number gamma", "c) letter delta", "Definition", "kind", "meaning epsilon"),
        *("inner term", "inner meaning", "field value zeta", "-o FILE, --out FILE option eta"),
        *("Note", "Remark theta.", "Named iota", "Remark kappa.", "Warning", "Beware lambda.", "Version mu."),
        *("Topic nu", "Content xi.", "Listing 1 Caption omicron", "if pi > 3:", 'print("rho")'),
        *("Fig. 1 Caption sigma.", "Legend tau.", "Table 1 Title upsilon", "Head a Head b", "cell a cell b", "(1)"),
        *("An inline", "follows.", "Quotation phi.", "Attribution chi", "Line psi", "Line omega", "Rubric aleph"),
        *(
            "item bet",
            "item gimel",
            "gadget",
            "Thing dalet.",
            "mend(what, *, how=",
            "Mends he.",
            "what",
            "parameter vav",
        ),
        *("--fast", "Speed zayin.", "sum", "Footnote without a mark, tet.", "Kant81", "Kritik yod."),
        *("Chapter two", "Deeper", "Back to Chapter one. The end kaf.", "Index", "gadget", "pear", "plum", "stone"),
        "see pear",
    ):
        found = text.find(words, place)
        assert found >= 0, f"{words!r} does not follow {text[max(0, place - 80) : place]!r}"
        place = found + len(words)
    assert text.count("Footnote het.") == text.count("inner meaning") == 1
    front = text[: text.index("Welcome, wanderer.")]
    for words in (
        "Small Things",
        "Nobody Atall",
        "Version 7.2",
        "© 2026, Nobody",
        "Contents",
        "First part",
        "Chapter two",
    ):
        assert words.lower() in front.lower()


def test_links_lead_somewhere(book: Path) -> None:
    found = links(book)
    assert [address for *_, address in found if address] == ["https://example.org/x"]
    inner = [page for _, page, address in found if not address]
    assert all(page is not None and 0 <= page < len(texts(book)) for page in inner)
    # Ten references and two marks in the first chapter, one in the second; the rest are in contents and index.
    assert len(inner) >= 20


def test_the_index_has_the_right_pages(book: Path) -> None:
    text = text_of(book)
    index = text[text.rindex("The end kaf.") :]
    number = next(place for place, words in enumerate(texts(book), 1) if "Words about pears" in words)
    assert re.search(rf"\bpear {number}\b", index)
    assert re.search(rf"\bstone {number}\b", index)


def test_the_book_is_accessible(book: Path) -> None:
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
        report = validator.validate_pdf(str(book), profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]


def test_an_unknown_node_is_a_warning_and_its_text_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extension = (
        "from docutils import nodes\n"
        "from docutils.parsers.rst import Directive\n"
        "class strange(nodes.General, nodes.Element): pass\n"
        "class Strange(Directive):\n"
        "    has_content = True\n"
        "    def run(self):\n"
        "        node = strange(); node.line = self.lineno\n"
        "        node.source = self.state.document.current_source\n"
        "        self.state.nested_parse(self.content, self.content_offset, node)\n"
        "        return [node]\n"
        "def setup(app):\n    app.add_directive('strange', Strange)\n"
    )
    text = "Title\n=====\n\n.. strange::\n\n   Kept words, with a `link <https://example.org>`__.\n"
    conf = CONF.replace('["edition.typst"', '["edition.typst", "strange"')
    root = make(tmp_path / "unknown", {"index": text}, conf)
    (root / "strange.py").write_text(extension, encoding="utf-8")
    monkeypatch.syspath_prepend(root)
    result = build(root)
    assert result.code == 0
    assert re.search(r"index\.rst:4: WARNING: the print builder does not know the node strange", result.errors)
    (path,) = (root / "out").glob("*.pdf")
    assert "Kept words, with a link." in text_of(path)


def test_raw_text_and_what_cannot_be_drawn_are_told(tmp_path: Path) -> None:
    text = (
        "Title\n=====\n\n.. raw:: typst\n\n   #panic()\n\n.. math:: \\frac{1}{\n\n"
        ".. image:: https://invalid.invalid/a.tiff\n   :alt: far away\n"
    )
    root = make(tmp_path / "raw", {"index": text})
    result = build(root)
    assert "index.rst:4: WARNING: the print builder leaves out raw text" in result.errors
    assert "a formula cannot be drawn, and is printed as it is written" in result.errors
    (path,) = (root / "out").glob("*.pdf")
    assert "panic" not in text_of(path)
    assert r"\frac{1}{" in text_of(path)
    assert "[far away]" in text_of(path)


def test_no_text_becomes_code(tmp_path: Path) -> None:
    """The same words in every kind of node, from where they would do harm; each is printed as it is written."""
    safe = HOSTILE.replace("\\", "\\\\").replace("`", "\\`").replace("<", "\\<")
    safe = re.sub(r"([*|@_$])", r"\\\1", safe)
    text = "\n\n".join(
        [
            f"T {safe}\n" + "=" * 90,
            f"P {safe}",
            f"*E {safe}*",
            f"- L {safe}",
            f"D {safe}\n   meaning {safe}",
            f".. note:: N {safe}",
            f"::\n\n   C {HOSTILE}",
            f".. image:: pixel.png\n   :alt: A {HOSTILE}",
            f".. figure:: pixel.png\n   :alt: B {HOSTILE}\n\n   F {safe}",
            f".. math::\n\n   M {HOSTILE}",
            f'.. index:: "single: I {HOSTILE}"',
            f".. index:: single: I {HOSTILE}",
            f".. option:: --o {HOSTILE}",
            f".. describe:: S {HOSTILE}",
            f"Note [#n]_\n\n.. [#n] R {safe}",
            f".. table:: Y {safe}\n\n   === ===\n   a   b\n   === ===",
        ]
    )
    root = make(
        tmp_path / "hostile",
        {"index": text},
        CONF.replace("Small Things", "Hostile #panic() things") + "smartquotes = False\n",
    )
    result = build(root)
    assert result.code == 0, result.errors
    (path,) = (root / "out").glob("*.pdf")
    printed = re.sub(r"\s", "", text_of(path))
    wanted = re.sub(r"\s", "", HOSTILE)
    for letter in "TPLDNCFSRY":
        assert letter + wanted in printed, letter
    assert printed.count(wanted) >= 12


def test_a_mistake_is_told_at_its_document(tmp_path: Path) -> None:
    """A letter that no font has cannot be printed; the compiler says so, and the build says where."""
    root = make(
        tmp_path / "mistake", {"index": INDEX, "one": "One\n===\n\nFine.\n\nBad \U0001f9ff here.\n", "two": TWO}
    )
    result = build(root)
    assert result.code != 0
    assert re.search(r"one\.rst:6: smallthings\.pdf was not made", result.errors)
    assert not list((root / "out").glob("*.pdf"))


def test_volumes_and_paper_are_options(tmp_path: Path) -> None:
    root = make(
        tmp_path / "volumes", {"index": INDEX, "one": "One\n===\n\nFirst.\n", "two": TWO.replace(":ref:`top`", "x")}
    )
    result = build(root, "typstpdf", "-W", "-D", "typst_volumes=2", "-D", "typst_paper=a5")
    assert (result.errors, result.code) == ("", 0)
    first, second = sorted((root / "out").glob("*.pdf"))
    assert [first.name, second.name] == ["smallthings-a5-1.pdf", "smallthings-a5-2.pdf"]
    assert pypdfium2.PdfDocument(first)[0].get_width() < 421
    assert "The end kaf." not in text_of(first)
    assert "The end kaf." in text_of(second)


def test_the_book_of_an_edition(small: Path, tmp_path: Path) -> None:
    result = command(small, "la", "typstpdf", tmp_path / "out", tmp_path / "doctrees")
    assert (result.errors, result.code) == ("", 0)
    assert [path.name for path in (tmp_path / "out").glob("*.pdf")] == ["la.pdf"]
