"""Ordinary docutils and Sphinx nodes in Typst."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from edition.sphinxext.nodes import language_of
from edition.typst.code import array, call, literal, source_mark
from edition.typst.hyphenation import soften
from edition.typst.ties import pieces, tied

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from edition.typst.builder import TypstBuilder

logger = logging.getLogger(__name__)

_SPACES = re.compile(r"[ \t\r\n]+")
_ADDRESS = re.compile(r"(?!javascript:|file:|data:)([a-z][a-z0-9+.-]*://|mailto:)", re.IGNORECASE)
_NUMBERINGS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
NOTE = re.compile(r"[\w-]+:note-")
WORK = re.compile(r"[\w-]+:bib-")


class CommonTranslator(SphinxTranslator):
    """Each visitor appends markup to ``body``; :meth:`render` gives that of some nodes alone."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.builder_labels = cast("TypstBuilder", builder).labels
        self.language = self.builder_labels.language
        self._tags = self.builder_labels.tags
        self.docname = str(builder.env.path2doc(document["source"]))
        self.body: list[str] = []
        self.section_level = 0
        self._plain = 0
        self._pageless = 0
        self._unmarked = 0
        self._footnotes_shown: set[str] = set()

    # -- Tools ------------------------------------------------------------------------

    def render(self, children: Iterable[nodes.Node], *, plain: bool = False) -> str:
        """The markup of *children* alone.

        :param plain: without soft hyphens, for headings and whatever else is not broken.
        """
        saved, self.body = self.body, []
        self._plain += plain
        for child in children:
            child.walkabout(self)
        self._plain -= plain
        saved, self.body = self.body, saved
        return "".join(saved)

    def render_compact(self, node: nodes.Element) -> str:
        """The markup of the blocks in *node*; the first paragraph is not set off from what stands around it."""
        children = [child for child in node.children if not isinstance(child, nodes.label)]
        if not children or not isinstance(children[0], nodes.paragraph):
            return self.render(children)
        first = children[0]
        anchors = "".join(call("anchor", literal(self.builder_labels.of(self.docname, name))) for name in first["ids"])
        return anchors + self.render(first.children) + self.render(children[1:])

    def put_anchors(self, node: nodes.Element) -> None:
        """Make *node* a place to which a link can lead."""
        for name in node["ids"]:
            self.body.append(call("anchor", literal(self.builder_labels.of(self.docname, name))))

    def _wrap(self, function: str, node: nodes.Element) -> None:
        """Put a call with the children of *node* in place of the node."""
        self.put_anchors(node)
        self.body.append(f"#{function}[{self.render(node.children)}];")
        raise nodes.SkipNode

    def _block(self, function: str, node: nodes.Element) -> None:
        self.body.append(source_mark(None if self._unmarked else node.line))
        self.put_anchors(node)
        self.body.append(f"#{function}[{self.render(node.children)}];\n")
        raise nodes.SkipNode

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn, and keep the text of the node."""
        logger.warning("the print builder does not know the node %s", type(node).__name__, location=node)

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing is left to do."""

    def _pass(self, node: nodes.Node) -> None:
        """Only the children count."""

    def _skip(self, node: nodes.Node) -> None:
        raise nodes.SkipNode

    def _pass_with_anchors(self, node: nodes.Node) -> None:
        self.put_anchors(cast("nodes.Element", node))

    visit_generated = visit_compound = visit_container = _pass_with_anchors
    depart_generated = depart_compound = depart_container = _pass
    visit_compact_paragraph = visit_decoration = _pass
    depart_compact_paragraph = depart_decoration = _pass
    visit_tgroup = visit_acronym = visit_problematic = visit_start_of_file = _pass
    depart_tgroup = depart_acronym = depart_problematic = depart_start_of_file = _pass
    visit_comment = visit_meta = visit_index = visit_system_message = visit_toctree = visit_colspec = _skip
    visit_substitution_definition = visit_pending = visit_tabular_col_spec = visit_docinfo = _skip

    # -- Words --------------------------------------------------------------------------

    def visit_Text(self, node: nodes.Text) -> None:
        """Text, with the places where its words may be broken."""
        text = tied(_SPACES.sub(" ", node.astext()))
        if not self._plain:
            language = language_of(node, self.language)
            text = soften(text, self._tags.get(language, language), ends=_ends_paragraph(node))
        for piece, whole in pieces(text):
            self.body.append(f"#box[#{literal(piece)}];" if whole else f"#{literal(piece)};")

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing is left to do."""

    def visit_inline(self, node: nodes.Element) -> None:
        """Words with a class, of which few mean something in print."""
        if "note-kind" in node["classes"]:
            self._wrap("note-kind", node)
        if "note-referrers" in node["classes"]:
            self._wrap("referrers", node)
        self.put_anchors(node)

    depart_inline = _pass

    def visit_emphasis(self, node: nodes.Element) -> None:
        """Emphasis."""
        self._wrap("emph", node)

    visit_title_reference = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        """Strong emphasis."""
        self._wrap("strong", node)

    def visit_superscript(self, node: nodes.Element) -> None:
        """Superscript."""
        self._wrap("super", node)

    def visit_subscript(self, node: nodes.Element) -> None:
        """Subscript."""
        self._wrap("sub", node)

    def visit_literal(self, node: nodes.Element) -> None:
        """Characters that are to be typed as they stand."""
        self.put_anchors(node)
        self.body.append(call("raw", literal(node.astext())))
        raise nodes.SkipNode

    def visit_target(self, node: nodes.Element) -> None:
        """A place to which a link can lead; its words stand as they are."""
        self.put_anchors(node)

    depart_target = _pass

    def visit_reference(self, node: nodes.Element) -> None:
        """A link to a place in the book, or to an address."""
        self.put_anchors(node)
        address, where = str(node.get("refuri", "")), self.label_of(node)
        if where:
            function = (
                f"link-to-note({literal(where.partition(':')[0])}, "
                if NOTE.match(where) and not self._pageless
                else "link-to("
            )
            # The names of works are in all languages of the world.
            body = self.render(node.children, plain=bool(WORK.match(where)))
            self.body.append(f"#{function}{literal(where)})[{body}];")
        elif _ADDRESS.match(address):
            # As text, not as an argument, for what looks for the ends of lines.
            shown = node.astext()
            body = f"#address[#{literal(shown)}]" if _ADDRESS.match(shown) else self.render(node.children)
            self.body.append(f"#link({literal(address)})[{body}];")
        else:
            logger.warning("a link to %r cannot be printed", address, location=node)
            return
        raise nodes.SkipNode

    depart_reference = _pass

    def label_of(self, reference: nodes.Element) -> str:
        """The label of the place in the book to which a link leads; nothing where it leads elsewhere."""
        address, name = str(reference.get("refuri", "")), reference.get("refid")
        if name:
            return self.builder_labels.of(self.docname, name)
        if not address.startswith("%"):
            return ""
        docname, _, fragment = address[1:].partition("#")
        return self.builder_labels.of(docname, fragment) if fragment else f"{self.language}:{docname}"

    def visit_raw(self, node: nodes.Element) -> None:
        """Code of another output, or Typst of a stranger: neither is printed."""
        logger.warning("the print builder leaves out raw text", location=node)
        raise nodes.SkipNode

    # -- Notes of an ordinary page ---------------------------------------------------------

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """The note itself at its first mark, a link to it at the others."""
        label = self.builder_labels.of(self.docname, node["refid"])
        mark = literal(node.astext())
        if label in self._footnotes_shown:
            self.body.append(f"#link-to({literal(label)})[#super[#{mark}];];")
            raise nodes.SkipNode
        self._footnotes_shown.add(label)
        body = next((found for found in self.document.findall(nodes.footnote) if node["refid"] in found["ids"]), None)
        text = self.render_compact(body) if body is not None else ""
        self.body.append(f"#page-note({mark}, {literal(label)})[{text}];")
        raise nodes.SkipNode

    def visit_footnote(self, node: nodes.Element) -> None:
        """It stands at its mark; one without a mark stands where it was written."""
        marks = {str(mark["refid"]) for mark in self.document.findall(nodes.footnote_reference)}
        if not marks.isdisjoint(node["ids"]):
            raise nodes.SkipNode
        self.put_anchors(node)

    depart_footnote = _pass
    visit_label = _skip

    # -- Blocks -------------------------------------------------------------------------------

    def visit_section(self, node: nodes.Element) -> None:
        """A section; the one of the whole document has its title printed by the template."""
        self.section_level += 1

    def depart_section(self, node: nodes.Element) -> None:
        """Back to the level of the section around it."""
        self.section_level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        """The heading of a section; elsewhere a title is a line in bold."""
        text = self.number_of(node.parent) + self.render(node.children, plain=True)
        if isinstance(node.parent, nodes.section):
            names = array(literal(self.builder_labels.of(self.docname, name)) for name in node.parent["ids"])
            level = max(self.section_level, 2)
            self.body.append(f"#subheading({level}, {literal(self.language)}, {names})[{text}];\n")
        else:
            self.body.append(f"#par(strong[{text}]);\n")
        raise nodes.SkipNode

    visit_subtitle = visit_caption = visit_title

    def visit_rubric(self, node: nodes.Element) -> None:
        """A heading below those of sections, or a line that looks like one."""
        text = self.render(node.children, plain=True)
        if "heading-level" in node:
            names = array(literal(self.builder_labels.of(self.docname, name)) for name in node["ids"])
            level = max(self.section_level, 2)
            self.body.append(f"#subheading({level}, {literal(self.language)}, {names})[{text}];\n")
        else:
            self.put_anchors(node)
            self.body.append(f"#rubric[{text}];\n")
        raise nodes.SkipNode

    def number_of(self, node: nodes.Element) -> str:
        """What numbered figures, tables and code have before their captions (``numfig``): “Fig. 2”."""
        if not self.config.numfig:
            return ""
        env = self.builder.env
        kind = env.domains.standard_domain.get_enumerable_node_type(node)
        numbers = env.toc_fignumbers.get(self.docname, {}).get(kind or "", {})
        for name in node["ids"]:
            if name in numbers and kind in self.config.numfig_format:
                return f"#{literal(self.config.numfig_format[kind] % '.'.join(map(str, numbers[name])) + ' ')};"
        return ""

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph."""
        self._block("par", node)

    def visit_block_quote(self, node: nodes.Element) -> None:
        """A quotation."""
        self._block("quotation", node)

    visit_attribution = visit_paragraph

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Lines that are to be typed as they stand."""
        self.put_anchors(node)
        self.body.append(call("code-block", literal(node.astext())) + "\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_line_block(self, node: nodes.Element) -> None:
        """Lines that are kept."""
        lines = [self.render([child]) for child in node.children]
        self.body.append(f"#par[{'#linebreak();'.join(lines)}];\n")
        raise nodes.SkipNode

    visit_line = _pass_with_anchors
    depart_line = _pass

    def visit_transition(self, node: nodes.Element) -> None:
        """A pause."""
        self.body.append("#pause();\n")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        """A remark in a frame, with its heading."""
        self.put_anchors(node)
        heading = admonitionlabels.get(node.tagname)
        title = f"#par(strong[#{literal(str(heading))};]);\n" if heading else ""
        self.body.append(f"#remark[{title}{self.render(node.children)}];\n")
        raise nodes.SkipNode

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_important = visit_admonition
    visit_note = visit_tip = visit_warning = visit_seealso = visit_topic = visit_sidebar = visit_admonition

    # -- Lists ------------------------------------------------------------------------------------

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """A list; the toctree of a page is not one."""
        self._list("list", node)

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """A numbered list."""
        before, after = node.get("prefix", ""), node.get("suffix", ".")
        numbering = before + _NUMBERINGS.get(node.get("enumtype", ""), "1") + after
        self._list("enum", node, f"start: {int(node.get('start', 1))}", f"numbering: {literal(numbering)}")

    def _list(self, function: str, node: nodes.Element, *options: str) -> None:
        self.put_anchors(node)
        items = [f"[{self.render_compact(cast('nodes.Element', item))}]" for item in node.children]
        self.body.append(call(function, *options, *items) + "\n")
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Terms, each with its definition."""
        self.put_anchors(node)
        for item in cast("list[nodes.Element]", node.children):
            words = [child for child in item.children if not isinstance(child, nodes.definition)]
            meaning = [child for child in item.children if isinstance(child, nodes.definition)]
            ids = [str(name) for word in words if isinstance(word, nodes.Element) for name in word["ids"]]
            names = array(literal(self.builder_labels.of(self.docname, name)) for name in ids)
            shown = "#linebreak();".join(self.render(cast("nodes.Element", word).children) for word in words)
            body = "".join(self.render_compact(child) for child in meaning)
            self.body.append(call("entry", names, f"[{shown}]", f"[{body}]") + "\n")
        raise nodes.SkipNode

    visit_field_list = visit_option_list = _pass
    depart_field_list = depart_option_list = _pass
    visit_glossary = _pass
    depart_glossary = _pass

    # -- Tables -------------------------------------------------------------------------------------

    def visit_table(self, node: nodes.Element) -> None:
        """A table with its heading rows."""
        self.put_anchors(node)
        for title in node.children:
            if isinstance(title, nodes.title):
                title.walkabout(self)
        # A cell may have a table of its own.
        parts = cast("list[nodes.Element]", next(iter(node.findall(nodes.tgroup))).children)
        columns = sum(isinstance(part, nodes.colspec) for part in parts)
        head = [entry for part in parts if isinstance(part, nodes.thead) for entry in self._entries(part)]
        body = [entry for part in parts if isinstance(part, nodes.tbody) for entry in self._entries(part)]
        self.body.append(call("data-table", str(columns), array(head), array(body)) + "\n")
        raise nodes.SkipNode

    def _entries(self, part: nodes.Element) -> Iterable[str]:
        for entry in (cast("nodes.Element", entry) for row in part.children for entry in row.children):
            columns, rows = int(entry.get("morecols", 0)) + 1, int(entry.get("morerows", 0)) + 1
            yield f"table.cell(colspan: {columns}, rowspan: {rows})[{self.render_compact(entry)}]"


def _ends_paragraph(node: nodes.Text) -> bool:
    """Whether no word follows *node* in its paragraph; marks of notes are no words."""
    block: nodes.Node = node
    while block.parent is not None and not isinstance(block, nodes.paragraph):
        block = block.parent
    texts = [text for text in block.findall(nodes.Text) if any(map(str.isalpha, text))]
    return bool(texts) and texts[-1] is node
