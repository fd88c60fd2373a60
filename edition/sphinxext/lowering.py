"""The read phase: turn a text file, its companion and its annotations into the parallel page.

What comes out is made of docutils footnotes, containers and inline nodes, which any builder can render.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from docutils import nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.transforms import SphinxTransform

from edition.messages import message
from edition.model import Annotation, Section, Segment
from edition.sphinxext.domain import EditionDomain, domain_of, note_anchor
from edition.sphinxext.nodes import (
    companion_title,
    edition_note,
    editorial,
    note_list,
    note_mark,
    note_pair,
    parallel_cell,
    parallel_row,
    segment,
)


class ParallelPage(SphinxTransform):
    """Lower a page of the text to rows of both languages and the list of its notes.

    Runs before docutils resolves footnotes (620) and before the LaTeX builder notes on which page they stand (700);
    the MyST parser has finished by then.
    """

    default_priority = 200

    def apply(self, **kwargs: object) -> None:
        """Rebuild the page; pages that are not text are left alone."""
        domain = domain_of(self.env)
        section = domain.section(self.env.docname)
        if section is not None:
            PageBuilder(domain, section, self.document).build()


class PageBuilder:
    """Build one parallel page out of the parsed file of the tree's language."""

    def __init__(self, domain: EditionDomain, section: Section, document: nodes.document) -> None:
        self.domain = domain
        self.document = document
        self.docname = domain.env.docname
        self.sections = {code: domain.edition.sections[code][section.number] for code in domain.languages}
        self.notes = domain.edition.notes_of(section.number)

    def build(self) -> None:
        """Replace the paragraphs of the page by rows, and put the notes after them."""
        top = next(iter(self.document.findall(nodes.section)))
        own = self.domain.language
        parsed = {code: self._paragraphs(code) for code in self.domain.languages}
        title = top.next_node(nodes.title)
        assert title is not None  # the check has seen to it that the file has a heading
        title["lang"] = own
        top["ids"] = [f"s{self.sections[own].number}", *top["ids"]]
        if self.sections[own].editorial:
            title.insert(0, nodes.Text("["))
            title.append(nodes.Text("]"))
        for child in top.children[top.index(title) + 1 :]:
            top.remove(child)
        top.extend(self._companion_title(code) for code in self.domain.languages[1:])
        top.extend(self._row(place, parsed) for place in range(len(parsed[own])))
        if not parsed[own]:
            top.append(self._empty())
        if self.notes:
            top.append(self._note_list())

    def _paragraphs(self, code: str) -> list[nodes.paragraph]:
        path = self.sections[code].path
        text = (self.domain.root / path).read_text(encoding="utf-8")
        section = next(iter(parse_markdown(self.document, path, text).findall(nodes.section)))
        # Not those within paragraphs: front matter has some of its own.
        return [child for child in section.children if isinstance(child, nodes.paragraph)]

    def _companion_title(self, code: str) -> companion_title:
        heading = self.sections[code].heading
        node = self._segment(heading, code, [nodes.Text(heading.text)])
        brackets = [nodes.Text("["), nodes.Text("]")] if self.sections[code].editorial else []
        return companion_title("", "", *brackets[:1], node, *brackets[1:], lang=code)

    def _row(self, place: int, parsed: dict[str, list[nodes.paragraph]]) -> parallel_row:
        cells = []
        for code in self.domain.languages:
            segments = self.sections[code].paragraphs[place]
            paragraph = nodes.paragraph("", lang=code)
            for item, children in zip(segments, _lines(parsed[code][place]), strict=True):
                if paragraph.children:
                    paragraph += nodes.Text(" ")
                paragraph += self._segment(item, code, children)
            cells.append(parallel_cell("", paragraph, lang=code))
        passage = segments[0].passage.paragraph
        return parallel_row("", *cells, ids=[passage.anchor], passage=str(passage))

    def _segment(self, item: Segment, code: str, children: list[nodes.Node]) -> segment:
        node = segment("", "", *children, lang=code, passage=str(item.passage))
        node["ids"] = [self.domain.anchor(item.passage.anchor, code)]
        notes = [found for found in self.notes if found.target == item.passage]
        # From the end backwards, so that the offsets of the quotes stay true.
        for found in reversed(notes):
            mark = self.mark(found, code)
            if code == self.domain.edition.languages[0]:
                insert_at(node, found.span[1], mark)
            else:
                insert_at(node, len(item.text), mark)
        return node

    def mark(self, found: Annotation, code: str) -> note_mark:
        """The mark of a note; its number is put in when the page is written."""
        return new_mark(self.domain, found, code, self.docname)

    def _empty(self) -> parallel_row:
        text = "This section has no text in the transmitted article."
        return parallel_row(
            "",
            *(
                parallel_cell("", editorial("", message(text, code), lang=code), lang=code)
                for code in self.domain.languages
            ),
        )

    def _note_list(self) -> note_list:
        own = self.domain.language
        heading = nodes.rubric("", message("Notes", own), lang=own)
        heading["heading-level"] = 2
        return note_list(
            "", heading, *(self._note_pair(found) for found in self.notes), ids=[f"s{self.sections[own].number}-notes"]
        )

    def _note_pair(self, found: Annotation) -> note_pair:
        pair = note_pair("", annotation=found.slug)
        for code in self.domain.languages:
            part = found.parts[code]
            body = parse_markdown(self.document, found.path, part.text, part.line)
            item = edition_note(
                "", *body.children, lang=code, annotation=found.slug, kind=found.kind, docname=self.docname
            )
            item["ids"] = [self.domain.anchor(note_anchor(found), code)]
            item["backrefs"] = [self.domain.anchor(f"mark-{found.slug}", code)]
            pair += item
        return pair


def new_mark(domain: EditionDomain, found: Annotation, code: str, docname: str) -> note_mark:
    """A mark of the note *found* in the language *code* on the page *docname*."""
    mark = note_mark("", found.slug, lang=code, annotation=found.slug, docname=docname)
    mark["refid"] = domain.anchor(note_anchor(found), code)
    mark["ids"] = [domain.anchor(f"mark-{found.slug}", code)]
    return mark


def parse_markdown(page: nodes.document, path: PurePosixPath, text: str, line: int = 1) -> nodes.document:
    """Parse Markdown that is not the page's own, as the checks read it: CommonMark and roles, nothing else of MyST.

    The roles in it belong to *page*. Its ids are dropped: they would be unique in the part only.

    :param path: the file that warnings name, from the root of the edition.
    :param line: the 1-based line of that file on which *text* begins.
    """
    env = page.settings.env
    document = new_document(str(domain_of(env).root / path), page.settings)
    parser = MarkdownIt("commonmark", renderer_cls=SphinxRenderer).use(front_matter_plugin).use(myst_role_plugin)
    parser.disable(env.myst_config.disable_syntax, ignoreInvalid=True)
    parser.options.update({"myst_config": env.myst_config, "document": document})
    parser.render("\n" * (line - 1) + text)
    for node in document.findall(nodes.Element):
        node["ids"] = []
        node["names"] = []
    return document


def insert_at(parent: nodes.Element, offset: int, new: nodes.Node) -> None:
    """Insert *new* into *parent* after the first *offset* code points of its text.

    Marks that were inserted before do not count as text.
    """
    place = 0
    for text in _texts(parent):
        end = place + len(text)
        if offset <= end:
            owner = text.parent
            index = owner.index(text)
            cut = offset - place
            pieces = [nodes.Text(text[:cut]), new, nodes.Text(text[cut:])]
            owner.remove(text)
            for piece in reversed(pieces):
                if not isinstance(piece, nodes.Text) or piece:
                    owner.insert(index, piece)
            return
        place = end
    parent.append(new)


def _texts(parent: nodes.Element) -> Iterator[nodes.Text]:
    for child in list(parent.children):
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, note_mark):
            yield from _texts(child)


def _lines(paragraph: nodes.paragraph) -> list[list[nodes.Node]]:
    """Divide the children of a paragraph at its line ends."""
    lines: list[list[nodes.Node]] = [[]]
    for child in list(paragraph.children):
        if not isinstance(child, nodes.Text):
            lines[-1].append(child)
            continue
        first, *others = child.split("\n")
        lines[-1] += [nodes.Text(first)] if first else []
        lines += [[nodes.Text(text)] if text else [] for text in others]
    return lines
