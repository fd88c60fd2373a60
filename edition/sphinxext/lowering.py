"""The read phase: turn a text file, its companion and its annotations into the parallel page.

What comes out is made of docutils footnotes, containers and inline nodes, which any builder can render.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docutils import nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.transforms import SphinxTransform

from edition.messages import message
from edition.model import Annotation, Emendation, Section, Segment
from edition.readings import DEFAULT_STATE, STATES, Run, runs, trace_of, with_blanks_shown, word_before
from edition.sphinxext.domain import EditionDomain, domain_of, note_anchor
from edition.sphinxext.nodes import (
    choice,
    companion_title,
    edition_note,
    editorial,
    lost_note,
    note_list,
    note_mark,
    note_pair,
    parallel_cell,
    parallel_row,
    reading,
    segment,
)

LOST = "here the article had a note, which is lost"
"""What is said of a place where a note was lost."""


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
        # Tables of contents copy the title as it stands now; what varies in it is put in when the page is written.
        brackets = "[%s]" if self.sections[own].editorial else "%s"
        title.children = []
        title += nodes.Text(brackets % self._title(own))
        for child in top.children[top.index(title) + 1 :]:
            top.remove(child)
        top.extend(self._companion_title(code) for code in self.domain.languages[1:])
        top.extend(self._row(place, parsed) for place in range(len(parsed[own])))
        if not parsed[own]:
            top.append(self._empty())
        if self.notes:
            top.append(self._note_list())

    def _title(self, code: str) -> str:
        heading = self.sections[code].heading
        return "".join(run[DEFAULT_STATE] for run in runs_of(self.domain, heading, code))

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
        vary(self.domain, node, runs_of(self.domain, item, code), self.docname)
        put_marks(self.domain, node, self.notes, item, code, self.docname)
        return node

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


def put_marks(
    domain: EditionDomain, node: segment, notes: Iterable[Annotation], item: Segment, code: str, docname: str
) -> None:
    """Put the marks of the notes that end in *item*: after the quote, or else at the end of the segment."""

    def offset(found: Annotation) -> int:
        if code == domain.edition.languages[0]:
            return found.span[1]
        return found.companion_spans[code][1] if code in found.companion_spans else len(item.text)

    here = [found for found in notes if found.last == item.passage]
    # From the end backwards, so that the offsets of the quotes stay true.
    for found in sorted(here, key=lambda found: (offset(found), found.order), reverse=True):
        insert_at(node, offset(found), new_mark(domain, found, code, docname))


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


def runs_of(domain: EditionDomain, item: Segment, code: str) -> list[Run]:
    """The runs of a segment; those of a translation never vary."""
    edition = domain.edition
    if code != edition.languages[0]:
        return [Run(item.text, item.text, item.text)]
    return runs(item.text, edition.emended.get(item.passage, ()), edition.orthography)


def vary(domain: EditionDomain, node: segment, found: list[Run], docname: str) -> None:
    """Put a choice into *node* wherever the states differ; the node has the transmitted words."""
    place = sum(len(run.transmitted) for run in found)
    for run in reversed(found):
        end, place = place, place - len(run.transmitted)
        if not run.varies:
            continue
        new = new_choice(domain, run, docname)
        new += [_lost_note(domain, found, item) for item in run.emendations if item.lost]
        if place < end:
            _replace(node, place, end, new)
        else:
            insert_at(node, place, new)


def new_choice(domain: EditionDomain, run: Run, docname: str) -> choice:
    """The readings of a run, named as in TEI: *sic* and *corr*, *orig* and *reg*."""
    node = choice("", length=len(run.transmitted), docname=docname)
    node["emendations"] = [domain.edition.anchor_of(item) for item in run.emendations]
    if run.emendations:
        only = run.emendations[0] if len(run.emendations) == 1 and run.emendations[0].lost else None
        node["transmitted"] = trace_of(only) if only else with_blanks_shown(run.emended, run.transmitted)[1]
        node["lost"] = message(LOST, domain.language) if only else ""
        node["kind"] = "; ".join(kind_of(item, domain.language) for item in run.emendations)
        node["reason"] = " ".join(item.reasons[domain.language] for item in run.emendations)
    names = {"transmitted": "sic" if run.emended != run.transmitted else "orig", "emended": "corr", "modernised": "reg"}
    for state in STATES:
        last = node.children[-1] if node.children else None
        if isinstance(last, reading) and last.astext() == run[state]:
            last["states"].append(state)
        else:
            node += reading("", run[state], states=[state], classes=[names[state]])
    return node


def _lost_note(domain: EditionDomain, found: list[Run], item: Emendation) -> lost_note:
    """The mark of a lost note in the runs of its passage; what was transmitted has none."""
    states = list(STATES[1:])
    return lost_note(
        "",
        states=states,
        before=[word_before(found, item, state) for state in states],
        name=message(LOST, domain.language),
        emendation=domain.edition.anchor_of(item),
        transmitted=trace_of(item),
        passage=str(item.passage),
    )


def kind_of(item: Emendation, language: str) -> str:
    """What an emendation mends and how sure it is, in words."""
    return f"{message(item.category, language)}, {message(item.certainty, language)}"


def insert_at(parent: nodes.Element, offset: int, new: nodes.Node) -> None:
    """Insert *new* into *parent* after the first *offset* code points of its transmitted text.

    Marks that were inserted before do not count as text; within a choice there is no place, so it comes after it.
    """
    place = 0
    for leaf in _leaves(parent):
        end = place + _length(leaf)
        if offset <= end:
            owner = leaf.parent
            index = owner.index(leaf)
            if isinstance(leaf, nodes.Text):
                _split(leaf, offset - place)
                index += offset > place
            else:
                index += 1
            owner.insert(index, new)
            return
        place = end
    parent.append(new)


def _replace(parent: nodes.Element, start: int, end: int, new: nodes.Node) -> None:
    """Put *new* in place of the text from *start* to *end*; what lies in several nodes goes where the first is."""
    place = 0
    placed = False
    for leaf in list(_leaves(parent)):
        before, place = place, place + _length(leaf)
        if not isinstance(leaf, nodes.Text) or place <= start or before >= end:
            continue
        owner = leaf.parent
        index = owner.index(leaf)
        kept = [leaf[: max(0, start - before)], leaf[max(0, end - before) :]]
        owner.remove(leaf)
        pieces = [nodes.Text(kept[0]), *([] if placed else [new]), nodes.Text(kept[1])]
        for piece in reversed([piece for piece in pieces if not isinstance(piece, nodes.Text) or piece]):
            owner.insert(index, piece)
        placed = True


def _split(leaf: nodes.Text, cut: int) -> None:
    """Divide a text node after *cut* code points; at its ends there is nothing to divide."""
    if 0 < cut < len(leaf):
        owner = leaf.parent
        index = owner.index(leaf)
        owner.remove(leaf)
        owner.insert(index, nodes.Text(leaf[cut:]))
        owner.insert(index, nodes.Text(leaf[:cut]))


def _leaves(parent: nodes.Element) -> Iterator[nodes.Text | choice]:
    """The text nodes and choices of *parent*, in their order."""
    for child in list(parent.children):
        if isinstance(child, (nodes.Text, choice)):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, note_mark):
            yield from _leaves(child)


def _length(leaf: nodes.Text | choice) -> int:
    return int(leaf["length"]) if isinstance(leaf, choice) else len(leaf)


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
