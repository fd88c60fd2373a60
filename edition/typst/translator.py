"""From the doctree of one document to a Typst module.

The module says what there is, and the template how it looks: ``title`` (by language), ``labels``, ``lead`` (what stands
in the language of the tree only, by section), ``shared`` (what has all languages in it, from the first such node on: a
function of its headings, of which each tree has those in its own language, in ``headings``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from docutils import nodes

from edition.addresses import TEXT_FOLDER
from edition.readings import with_blanks_shown
from edition.sphinxext.nodes import (
    chronology_table,
    companion_title,
    drawing,
    edition_note,
    emended,
    entry_group,
    headword,
    language_of,
    lost_note,
    note_list,
    note_mark,
    parallel_cell,
    parallel_row,
    segment,
    staleness,
)
from edition.typst.code import array, call, dictionary, literal, source_mark
from edition.typst.common import NOTE, WORK
from edition.typst.ordinary import OrdinaryTranslator

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from edition.drawings.svg import Drawing
    from edition.typst.builder import TypstBuilder

_SHARED = (parallel_row, chronology_table, nodes.citation)


class TypstTranslator(OrdinaryTranslator):
    """The edition's own nodes, and the frame of the module."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.languages = cast("TypstBuilder", builder).labels.languages
        self.title: dict[str, str] = {}
        self.title_notes: list[str] = []
        self.notes: dict[str, str] = {}
        self.lead: list[str] = []
        self.shared = ""
        self.headings: list[str] = []
        self._in_shared = False
        self.anchors: list[str] = []

    # -- The frame -----------------------------------------------------------------

    def module(self) -> str:
        """The finished module."""
        lines = [
            '#import "/elements.typ": *',
            f"#let notes = {dictionary(self.notes)}",
            f"#let title = {dictionary({code: f'[{text}]' for code, text in self.title.items()})}",
            f"#let title-notes = {array(map(literal, self.title_notes))}",
            f"#let labels = {array(literal(name) for name in self.anchors)}",
            f"#let lead = {array(f'[{part}]' for part in self.lead)}",
            f"#let headings = {array(self.headings)}",
            f"#let shared = {f'headings => [{self.shared}]' if self.shared else 'none'}",
        ]
        return "\n".join(lines) + "\n"

    def visit_document(self, node: nodes.document) -> None:
        """Divide the document; its parts are rendered one by one."""
        for pair in node.findall(note_list):
            for item in pair.findall(edition_note):
                self._add_note(item)
        top = next(iter(node.findall(nodes.section)), None)
        if top is None:
            self.lead = [self.render(node.children)]
            raise nodes.SkipNode
        self._read_labels(top)
        parts: list[list[nodes.Node]] = [[]]
        for child in [*node.children[: node.index(top)], *top.children, *node.children[node.index(top) + 1 :]]:
            if isinstance(child, nodes.title):
                self.title_notes = notes_in([child])
                self.title[language_of(child, self.language)] = self.render(child.children, plain=True)
            elif isinstance(child, companion_title):
                self.title[child["lang"]] = self.render(child.children, plain=True)
            elif _begins_part(child):
                parts.append([child])
            else:
                parts[-1].append(child)
        self.section_level = 1
        self._divide(parts)
        raise nodes.SkipNode

    def depart_document(self, node: nodes.document) -> None:
        """Nothing is left to do."""

    def _divide(self, parts: list[list[nodes.Node]]) -> None:
        """Render the parts; with the first node that has all languages in it the shared ones begin."""
        for part in parts:
            start = next((place for place, child in enumerate(part) if self.shared or _is_shared(child)), len(part))
            if part[:start]:
                self.lead.append(self.render(part[:start]))
            self._in_shared = bool(self.shared or part[start:])
            self.shared += self.render(part[start:])

    def _read_labels(self, top: nodes.section) -> None:
        names = self.builder_labels
        if self.docname.startswith(TEXT_FOLDER):
            self.anchors = [label for name in top["ids"] for label in names.of_all(self.docname, name)]
        else:
            self.anchors = [names.of(self.docname, name) for name in top["ids"]]

    def _add_note(self, item: edition_note) -> None:
        """Keep the text of a note for its mark, where the book wants it."""
        label = item.next_node(nodes.label)
        number = label.astext() if label is not None else ""
        slug, language = item["annotation"], item["lang"]
        names = array(literal(self.builder_labels.of(self.docname, name)) for name in item["ids"])
        back = array(literal(self.builder_labels.of(self.docname, name)) for name in item["backrefs"])
        mark = call("note-number", literal(number), back)
        self._unmarked += 1
        body = self._led_by(mark, _with_referrers_run_in([child for child in item.children if child is not label]))
        self._unmarked -= 1
        body = source_mark(slug) + body
        part = f"(number: {literal(number)}, names: {names}, body: [{body}])"
        previous = self.notes.get(slug, "(:)")
        self.notes[slug] = f"{previous[:-1].rstrip(':')}{literal(language)}: {part}, )"

    # -- Nodes of the edition --------------------------------------------------------

    def visit_title(self, node: nodes.Element) -> None:
        """A heading; among what has all languages in it, it is printed in all of them."""
        if not self._in_shared or not isinstance(node.parent, nodes.section):
            super().visit_title(node)
        names = array(literal(self.builder_labels.of(self.docname, name)) for name in node.parent["ids"])
        place, level = len(self.headings), max(self.section_level, 2)
        self.headings.append(f"(names: {names}, body: [{self.render(node.children, plain=True)}])")
        self.body.append(call("shared-heading", str(level), f"headings.at({place})") + "\n")
        raise nodes.SkipNode

    def visit_note_list(self, node: note_list) -> None:
        """Each note stands at its mark."""
        raise nodes.SkipNode

    def visit_parallel_row(self, node: parallel_row) -> None:
        """A row of all languages."""
        cells = {cell["lang"]: self._cell(cell, node.get("passage", "")) for cell in node.findall(parallel_cell)}
        names = [label for name in node["ids"] for label in self.builder_labels.of_all(self.docname, name)]
        mark = source_mark(node.get("passage"))
        if names or not self.docname.startswith(TEXT_FOLDER):
            self.body.append(mark + call("row", array(map(literal, names)), dictionary(cells)))
        else:
            self.body.append(call("remark-row", dictionary(cells)))
        raise nodes.SkipNode

    def _cell(self, cell: parallel_cell, passage: str) -> str:
        """One language of a row; of a paragraph its segments, each with the notes that it has.

        The number stands in the first line, so that a page break cannot part them.
        """
        if not passage or not cell.children or not isinstance(cell.children[0], nodes.paragraph):
            return f"[{self.render(cell.children)}]"
        first, *others = cell.children
        number = call("passage-number", literal(passage), literal(cell["lang"]))
        parts = [
            f"(notes: {array(map(literal, notes_in(part)))}, body: [{number * (place == 0)}{self.render(part)}])"
            for place, part in enumerate(_by_segment(first.children))
        ]
        return f"(parts: {array(parts)}, after: [{self.render(others)}])"

    def _led_by(self, mark: str, children: Sequence[nodes.Node]) -> str:
        """The markup of *children*, with *mark* at the beginning of the first paragraph."""
        if not children or not isinstance(children[0], nodes.paragraph):
            return f"#par[{mark}];{self.render(children)}"
        first, *others = children
        return f"#par[{mark}{self.render(first.children)}];\n{self.render(others)}"

    def visit_segment(self, node: segment) -> None:
        """A segment, which can be pointed to."""
        self.put_anchors(node)

    def depart_segment(self, node: segment) -> None:
        """Nothing is left to do."""

    def visit_staleness(self, node: staleness) -> None:
        """A remark, told apart from the text."""
        self._wrap("staleness", node)

    def visit_note_mark(self, node: note_mark) -> None:
        """The mark, and with it the note."""
        before = [sibling for sibling in node.parent.children[: node.parent.index(node)] if sibling.astext()]
        if before and isinstance(before[-1], note_mark):
            self.body.append(call("between-marks"))
        names = array(literal(self.builder_labels.of(self.docname, name)) for name in node["ids"])
        self.body.append(
            call(
                "note-mark", "notes", literal(node["annotation"]), literal(node["lang"]), names, literal(node.astext())
            )
        )
        raise nodes.SkipNode

    def visit_emended(self, node: emended) -> None:
        """Emended words; what was transmitted goes to the foot of the page."""
        read, transmitted = with_blanks_shown(node.astext(), node["transmitted"])
        self.body.append(call("variant", literal(node["passage"]), literal(read), literal(transmitted)))

    def depart_emended(self, node: emended) -> None:
        """Nothing is left to do."""

    def visit_lost_note(self, node: lost_note) -> None:
        """The place of a lost note; the foot of the page says so."""
        texts = map(literal, (node["passage"], node["before"], node["name"], node["kind"], node["transmitted"]))
        self.body.append(call("lost-note", *texts))
        raise nodes.SkipNode

    def visit_editorial(self, node: nodes.Element) -> None:
        """A remark of the editors."""
        self._block("editorial", node)

    def visit_register_entry(self, node: nodes.Element) -> None:
        """A headword runs on into what is said of it."""
        word = next(iter(node.findall(headword)), None)
        definition = [child for child in node.children if child is not word]
        if word is not None:
            names = array(literal(self.builder_labels.of(self.docname, name)) for name in word["ids"])
            self.body.append(
                call("entry", names, f"[{self.render(word.children, plain=True)}]", f"[{self.render(definition)}]")
            )
        raise nodes.SkipNode

    def visit_register_text(self, node: nodes.Element) -> None:
        """Its paragraphs; the first runs on."""
        self.body.append(self.render_compact(node))
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph; some say something else of a work or an entry than these do themselves."""
        names = [name for name in ("cited-in", "register-facts") if name in node["classes"]]
        if not names:
            self._block("par", node)
        labels = [self.label_of(found) for found in node.findall(nodes.reference)]
        if isinstance(node.parent, nodes.citation):
            # Not the page on which a chapter begins, but those on which it cites the work.
            work = self.builder_labels.of(self.docname, node.parent["ids"][0])
            labels = [label if NOTE.match(label) else _citation(label, work) for label in labels]
        places = array(literal(label) for label in labels if label)
        language = literal(language_of(node, self.language))
        self._pageless += 1
        self.body.append(f"#{names[0]}({language}, {places})[{self.render(node.children)}];\n")
        self._pageless -= 1
        raise nodes.SkipNode

    def visit_reference(self, node: nodes.Element) -> None:
        """A link; that to a work, outside of notes, is a place to which the bibliography leads back."""
        label = self.label_of(node)
        if WORK.match(label) and not self.docname.startswith(TEXT_FOLDER):
            self.body.append(call("cites", literal(_citation(f"{self.language}:{self.docname}", label))))
        super().visit_reference(node)

    def visit_chronology_table(self, node: chronology_table) -> None:
        """What happened, in the columns of the languages: in each the date, and in the first the passages and notes."""
        for line in node.findall(nodes.row):
            if "words" in line:
                self._put_event(line)
        raise nodes.SkipNode

    def _put_event(self, line: nodes.row) -> None:
        names = array(literal(self.builder_labels.of(self.docname, name)) for name in line["ids"])
        texts = {}
        for cell in line.findall(parallel_cell):
            language = cell["lang"]
            own = language == self.language
            body = _run_in([cell, line.children[-1]] if own else [cell])
            date = literal(line["words"][language])
            texts[language] = f"[{call('event', names if own else '()', date, f'[{self.render(body)}]')}]"
        self.body.append(call("events-row", dictionary(texts)))

    def visit_drawing(self, node: drawing) -> None:
        """A picture."""
        self._draw("drawing", node["drawing"])
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Node) -> None:
        """What it has; the timeline in pictures that fill a page, one below the other."""
        pictures: Sequence[Drawing] = cast("nodes.Element", node).get("printed", ())
        for picture in pictures:
            self._draw("drawing-part", picture)
        if pictures:
            raise nodes.SkipNode
        self._pass_with_anchors(node)

    def _draw(self, function: str, picture: Drawing) -> None:
        words = f"{picture.title}. {picture.description}"
        self.body.append(call(function, literal(picture.still), literal(words)) + "\n")

    def visit_citation(self, node: nodes.citation) -> None:
        """A work of the bibliography, the same for all languages."""
        label = node.next_node(nodes.label)
        names = [name for id_ in node["ids"] for name in self.builder_labels.of_all(self.docname, id_)]
        short = self.render(label.children, plain=True) if label is not None else ""
        # Titles are in all languages of the world, so the words are not broken by the rules of one.
        blocks = [child for child in node.children if child is not label]
        first = blocks[0].children if blocks and isinstance(blocks[0], nodes.paragraph) else blocks[:1]
        body = self.render([*first, *blocks[1:]], plain=True)
        self.body.append(call("work", array(map(literal, names)), f"[{short}]", f"[{body}]"))
        raise nodes.SkipNode


def _citation(page: str, work: str) -> str:
    """The label of the places on *page* that cite *work*; both are labels."""
    return f"{page}@{work}"


def _begins_part(node: nodes.Node) -> bool:
    """Whether the languages are to be side by side again from this node on."""
    if isinstance(node, nodes.rubric):
        return "heading-level" in node
    return isinstance(node, nodes.section | entry_group)


def notes_in(parts: Iterable[nodes.Node]) -> list[str]:
    """The notes whose marks stand in *parts*, in their order."""
    return [str(mark["annotation"]) for part in parts for mark in part.findall(note_mark)]


def _by_segment(children: Iterable[nodes.Node]) -> list[list[nodes.Node]]:
    """The children of a paragraph in pieces that have one segment each."""
    pieces: list[list[nodes.Node]] = [[]]
    for child in children:
        if isinstance(child, segment) and any(isinstance(found, segment) for found in pieces[-1]):
            pieces.append([])
        pieces[-1].append(child)
    return pieces


def _run_in(parts: list[nodes.Node]) -> list[nodes.Node]:
    """What the paragraphs in *parts* are made of; those after the first part are set apart from it."""
    first, *others = [[list(found.children) for found in part.findall(nodes.paragraph)] for part in parts]
    after = [paragraph for part in others for paragraph in part]
    quiet = [nodes.inline("", "", nodes.Text(" "), *words, classes=["note-referrers"]) for words in after]
    return [*(child for words in first for child in words), *quiet]


def _with_referrers_run_in(children: list[nodes.Node]) -> list[nodes.Node]:
    """The blocks of a note, with the references back at the end of its last paragraph; a line of their own is dear."""
    *before, last = children or [nodes.paragraph()]
    if not before or not isinstance(last, nodes.paragraph) or not isinstance(before[-1], nodes.paragraph):
        return children
    if "note-referrers" in last["classes"]:
        before[-1] += nodes.inline("", "", *last.children, classes=last["classes"])
        return before
    return children


def _is_shared(node: nodes.Node) -> bool:
    """Whether a node has all languages in it."""
    return any(isinstance(found, _SHARED) for found in node.findall())
