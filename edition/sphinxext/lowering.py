"""The read phase: turn a text file, its companion and its annotations into the parallel page.

What comes out is made of docutils footnotes, containers and inline nodes, which any builder can render.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from docutils import nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.transforms import SphinxTransform

from edition.messages import message, name_of
from edition.model import CERTAINTIES, Annotation, Emendation, Passage, Section, Segment
from edition.ranges import lemma_of, place_in, within
from edition.readings import DEFAULT_STATE, STATES, Run, runs, trace_of, with_blanks_shown, word_before
from edition.sphinxext.aliases import former_ids, old_addresses
from edition.sphinxext.domain import EditionDomain, domain_of, note_anchor
from edition.sphinxext.nodes import (
    choice,
    companion_title,
    edition_note,
    editorial,
    lemma,
    lost_note,
    note_list,
    note_pair,
    parallel_cell,
    parallel_row,
    reading,
    segment,
)
from edition.sphinxext.places import insert_at, replace
from edition.sphinxext.ranges import annotate
from edition.sphinxext.staleness import remark_on_note, with_remark, words_to_wait

_LOST = "here the article had a note, which is lost"
_PERHAPS_LOST = "here the article may have had a note"


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
        self.old_addresses = old_addresses(domain, section, self.docname)

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
        top.extend(self._old_addresses_below(self.sections[own].heading.passage))
        top.extend(self._row(place, parsed) for place in range(len(parsed[own])))
        if not parsed[own]:
            top.append(self._empty())
        if self.notes:
            top.append(self._note_list())

    def _title(self, code: str) -> str:
        heading = self.sections[code].heading
        waiting = words_to_wait(self.domain.edition, heading.passage, code)
        return waiting or "".join(run[DEFAULT_STATE] for run in runs_of(self.domain, heading, code))

    def _old_addresses(self, passage: Passage, code: str) -> list[nodes.Node]:
        return [line for line in self.old_addresses.get(passage, ()) if line["lang"] == code]

    def _old_addresses_below(self, heading: Passage) -> list[nodes.Node]:
        lines = [line for code in self.domain.languages for line in self._old_addresses(heading, code)]
        return [nodes.container("", *lines)] if lines else []

    def _paragraphs(self, code: str) -> list[nodes.paragraph]:
        path = self.sections[code].path
        text = (self.domain.root / path).read_text(encoding="utf-8")
        section = next(iter(parse_markdown(self.document, path, text).findall(nodes.section)))
        # Not those within paragraphs: front matter has some of its own.
        return [child for child in section.children if isinstance(child, nodes.paragraph)]

    def _companion_title(self, code: str) -> companion_title:
        heading = self.sections[code].heading
        node, *remark = self._segment(heading, code, [nodes.Text(heading.text)])
        brackets = [nodes.Text("["), nodes.Text("]")] if self.sections[code].editorial else []
        return companion_title("", "", *brackets[:1], node, *brackets[1:], *remark, lang=code)

    def _row(self, place: int, parsed: dict[str, list[nodes.paragraph]]) -> parallel_row:
        cells = []
        for code in self.domain.languages:
            segments = self.sections[code].paragraphs[place]
            paragraph = nodes.paragraph("", lang=code)
            for item, children in zip(segments, _lines(parsed[code][place]), strict=True):
                if paragraph.children:
                    paragraph += nodes.Text(" ")
                paragraph += self._segment(item, code, children)
                paragraph += self._old_addresses(item.passage, code)
            cells.append(parallel_cell("", paragraph, lang=code))
        passage = segments[0].passage.paragraph
        former = former_ids(self.domain, passage, *self.domain.languages)
        return parallel_row("", *cells, ids=[passage.anchor], former=former, passage=str(passage))

    def _segment(self, item: Segment, code: str, children: list[nodes.Node]) -> list[nodes.Node]:
        """A segment with what is to be said of its translation."""
        node = segment("", "", *children, lang=code, passage=str(item.passage))
        node["ids"] = [self.domain.anchor(item.passage.anchor, code)]
        node["former"] = former_ids(self.domain, item.passage, code)
        vary(self.domain, node, runs_of(self.domain, item, code), self.docname)
        annotate(self.domain, node, self.notes, item, code, self.docname)
        return with_remark(self.domain.edition, node, item.passage)

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
            first = body.next_node(nodes.paragraph)
            if first is not None:
                first[0:0] = self._head(found, code)
            item = edition_note(
                "", *body.children, lang=code, annotation=found.slug, kind=found.kind, docname=self.docname
            )
            item["ids"] = [self.domain.anchor(note_anchor(found), code)]
            item["backrefs"] = [self.domain.anchor(f"mark-{found.slug}", code)]
            remark_on_note(self.domain.edition, found, item)
            pair += item
        return pair

    def _head(self, found: Annotation, code: str) -> list[nodes.Node]:
        """What a note begins with: the lemma, where words of its language are quoted, and the kind."""
        run = lemma_run(self.domain, found, code)
        return head_of(self.domain, run, found.kind, code, self.docname)


def lemma_run(domain: EditionDomain, found: Annotation, code: str) -> Run | None:
    """The lemma of a note in every state; None where it quotes no words of that language."""
    pieces = [
        within(runs_of(domain, item, code), *place)
        for item in domain.edition.sections[code][found.target.section].segments.values()
        if (place := place_in(domain.edition, found, item, code)) is not None
    ]
    return lemma_of(pieces) if pieces else None


def head_of(domain: EditionDomain, run: Run | None, kind: str, code: str, docname: str) -> list[nodes.Node]:
    """What a note begins with, in its language: the lemma, if it has one, and the kind."""
    head: list[nodes.Node] = []
    if run is not None:
        words = new_choice(domain, run, docname) if run.varies else nodes.Text(run.emended)
        head += [lemma("", "", words, lang=code), nodes.Text("] ")]
    return [*head, nodes.inline("", message(kind.capitalize(), code), classes=["note-kind"]), nodes.Text(". ")]


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
            replace(node, place, end, new)
        else:
            insert_at(node, place, new)


def new_choice(domain: EditionDomain, run: Run, docname: str) -> choice:
    """The readings of a run, named as in TEI: *sic* and *corr*, *orig* and *reg*."""
    node = choice("", length=len(run.transmitted), docname=docname)
    node["emendations"] = [domain.edition.anchor_of(item) for item in run.emendations]
    if run.emendations:
        only = run.emendations[0] if len(run.emendations) == 1 and run.emendations[0].lost else None
        node["transmitted"] = trace_of(only) if only else with_blanks_shown(run.emended, run.transmitted)[1]
        node["lost"] = said_of_lost(only, domain.language) if only else ""
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
        name=said_of_lost(item, domain.language),
        emendation=domain.edition.anchor_of(item),
        transmitted=trace_of(item),
        kind=message("lost note?" if _is_doubtful(item) else "lost note", domain.language),
        passage=str(item.passage),
    )


def said_of_lost(item: Emendation, language: str) -> str:
    """What is said of a place where a note was lost, or may have been."""
    return message(_PERHAPS_LOST if _is_doubtful(item) else _LOST, language)


def _is_doubtful(item: Emendation) -> bool:
    return item.certainty == CERTAINTIES[-1]


def kind_of(item: Emendation, language: str) -> str:
    """What an emendation mends and how sure it is, in words."""
    return f"{name_of(item.category, language)}, {name_of(item.certainty, language)}"


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
