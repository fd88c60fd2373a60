"""What ordinary documents have beside paragraphs and lists: pictures, mathematics, options, descriptions of an interface."""

from __future__ import annotations

import re
from typing import cast

from docutils import nodes
from sphinx.util import logging

from edition.typst.code import array, call, literal
from edition.typst.common import CommonTranslator

logger = logging.getLogger(__name__)

_SIZE = 24.0
"""At how many pixels an em formulas are drawn; they are set in ems."""

_VIEW = re.compile(r'viewBox="([^"]*)"')
_ALIGNED = re.compile(r"\\\\|(?<!\\)&")


class OrdinaryTranslator(CommonTranslator):
    """Pictures, mathematics, and what Sphinx's domains describe."""

    # -- Pictures ---------------------------------------------------------------------

    def visit_image(self, node: nodes.Element) -> None:
        """A picture, with what it shows in words; where it cannot be had, the words alone."""
        self.put_anchors(node)
        words = str(node.get("alt") or node["uri"])
        name = self.builder.images.get(node["uri"])
        if name is None:
            logger.warning("the picture %s cannot be printed", node["uri"], location=node)
            self.body.append(f"#{literal(f'[{words}]')};")
            raise nodes.SkipNode
        path = f"/{self.language}/{self.builder.imagedir}/{name}"
        width = str(node.get("width", ""))
        size = width if re.fullmatch(r"\d+(\.\d+)?%", width) else "none"
        inline = str(isinstance(node.parent, nodes.TextElement)).lower()
        self.body.append(call("picture", literal(path), literal(words), size, inline) + "\n")
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.Element) -> None:
        """A picture or a table with its caption and legend."""
        said = [child for child in node.children if isinstance(child, (nodes.caption, nodes.legend))]
        shown = self.render(child for child in node.children if child not in said)
        words = [self.render_compact(cast("nodes.Element", child)) for child in said]
        if words:
            words[0] = self.number_of(node) + words[0]
        self.put_anchors(node)
        self.body.append(call("pictured", f"[{shown}]", array(f"[{part}]" for part in words)) + "\n")
        raise nodes.SkipNode

    # -- Mathematics --------------------------------------------------------------------

    def visit_math(self, node: nodes.Element) -> None:
        """A formula in a line."""
        self._put_formula(node, inline=True)

    def visit_math_block(self, node: nodes.Element) -> None:
        """A formula by itself, with its number."""
        self._put_formula(node, inline=False)

    def _put_formula(self, node: nodes.Element, *, inline: bool) -> None:
        source = node.astext().strip()
        self.put_anchors(node)
        # It reads its fonts when it is imported, and few documents have formulas.
        from ziamath.zmath import Latex

        number = literal(f"({node['number']})") if node.get("number") else "none"
        try:
            picture = Latex(source if inline else _display(source), size=_SIZE, inline=inline).svg()
            _, top, _, height = map(float, _VIEW.findall(picture)[0].split())
        except Exception as error:  # the library lets through whatever happens within it
            logger.warning("a formula cannot be drawn, and is printed as it is written: %s", error, location=node)
            shown = call("raw", literal(source))
            self.body.append(shown if inline else call("code-block", literal(source)) + "\n")
            raise nodes.SkipNode from error
        # The base line is where the picture has its zero.
        lengths = f"{height / _SIZE:.3f}em", f"{(top + height) / _SIZE:.3f}em"
        self.body.append(call("formula", literal(picture), literal(source), *lengths, number, str(inline).lower()))
        raise nodes.SkipNode

    # -- Fields and options -----------------------------------------------------------------

    def visit_field(self, node: nodes.Element) -> None:
        """A name with what is said of it."""
        self._put_entry(node, nodes.field_name, nodes.field_body)

    def visit_option_list_item(self, node: nodes.Element) -> None:
        """An option of a command."""
        self._put_entry(node, nodes.option_group, nodes.description)

    def _put_entry(self, node: nodes.Element, head: type[nodes.Element], body: type[nodes.Element]) -> None:
        shown = "".join(self.render(part.children) for part in node.findall(head))
        said = "".join(self.render_compact(part) for part in node.findall(body))
        self.body.append(call("entry", "()", f"[{shown}]", f"[{said}]") + "\n")
        raise nodes.SkipNode

    def visit_option_string(self, node: nodes.Element) -> None:
        """What is typed."""
        self.body.append(call("raw", literal(node.astext())))
        raise nodes.SkipNode

    def visit_option_argument(self, node: nodes.Element) -> None:
        """What stands for a value."""
        self.body.append(f"#{literal(str(node.get('delimiter', ' ')))};#emph[#{literal(node.astext())};];")
        raise nodes.SkipNode

    def visit_option(self, node: nodes.Element) -> None:
        """One way to write it."""

    def depart_option(self, node: nodes.Element) -> None:
        """Options that mean the same stand beside each other."""
        if node.next_node(nodes.option, descend=False, siblings=True) is not None:
            self.body.append('#", ";')

    # -- What Sphinx's domains describe -----------------------------------------------------

    def visit_desc(self, node: nodes.Element) -> None:
        """A description: signatures, and what they do."""
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        signatures = [child for child in children if child.tagname == "desc_signature"]
        content = [child for child in children if child.tagname == "desc_content"]
        names = [literal(self.builder_labels.of(self.docname, name)) for child in signatures for name in child["ids"]]
        shown = "#linebreak();".join(call("raw", literal(" ".join(child.astext().split()))) for child in signatures)
        body = "".join(self.render(child.children) for child in content)
        self.body.append(call("described", array(names), f"[{shown}]", f"[{body}]") + "\n")
        raise nodes.SkipNode

    def visit_versionmodified(self, node: nodes.Element) -> None:
        """Since when something is so."""
        self.put_anchors(node)

    def visit_productionlist(self, node: nodes.Element) -> None:
        """A grammar, line by line."""
        lines = "\n".join(child.astext() for child in node.children)
        self.put_anchors(node)
        self.body.append(call("code-block", literal(lines)) + "\n")
        raise nodes.SkipNode

    def visit_literal_strong(self, node: nodes.Element) -> None:
        """What is typed as it stands."""
        self.visit_literal(node)

    visit_literal_emphasis = visit_manpage = visit_literal_strong
    visit_desc_name = visit_desc_addname = visit_literal_strong

    def visit_classifier(self, node: nodes.Element) -> None:
        """Of what kind a term is."""
        self.body.append("#emph[")

    def depart_classifier(self, node: nodes.Element) -> None:
        """The end of it."""
        self.body.append("];")

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Short words; the long ones follow."""

    def depart_abbreviation(self, node: nodes.Element) -> None:
        """What they stand for."""
        if node.get("explanation"):
            self.body.append(f"#{literal(' (' + node['explanation'] + ')')};")

    def visit_centered(self, node: nodes.Element) -> None:
        """A line of its own."""
        self._block("par", node)

    visit_legend = visit_hlist = visit_hlistcol = visit_acks = CommonTranslator._pass_with_anchors
    visit_header = visit_footer = visit_desc_inline = CommonTranslator._pass_with_anchors
    visit_download_reference = visit_desc_content = CommonTranslator._pass_with_anchors
    depart_legend = depart_hlist = depart_hlistcol = depart_acks = CommonTranslator._pass
    depart_header = depart_footer = depart_desc_inline = CommonTranslator._pass
    depart_download_reference = depart_desc_content = depart_versionmodified = CommonTranslator._pass
    visit_number_reference, depart_number_reference = CommonTranslator.visit_reference, CommonTranslator._pass
    visit_highlightlang = CommonTranslator._skip


def _display(source: str) -> str:
    """A formula of several lines as one."""
    if _ALIGNED.search(source) and "\\begin{" not in source:
        return rf"\begin{{aligned}}{source}\end{{aligned}}"
    return source
