"""Mentions in the text: words that lead to an entry of a register."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.addresses import entry_anchor, page_of
from edition.model import Segment
from edition.sphinxext.domain import EditionDomain, domain_of
from edition.sphinxext.nodes import choice, lost_note, mention, reading, segment
from edition.sphinxext.places import leaves, length, split_at


def show_mentions(domain: EditionDomain, node: segment, item: Segment, code: str, docname: str) -> None:
    """Wrap the words of *item* that mean an entry.

    The marks of notes stand between the pieces of a mention, if they stand in it. So does an emended place, which
    leads to the apparatus: a choice is never divided, and no link stands in another.
    """
    for found in domain.mentions_in.get((code, item.passage), ()):
        start, end = found.span
        for offset in found.span:
            split_at(node, offset)
        inside: list[nodes.Text | choice] = []
        place = 0
        for leaf in leaves(node):
            before, place = place, place + length(leaf)
            # A choice of readings may have words of two mentions; it belongs to the first.
            if before < end and start < place and not isinstance(leaf.parent, mention):
                inside.append(leaf)
        for run in _runs(inside):
            _wrap(run, mention("", entry=found.slug, lang=code, docname=docname))


def _runs(inside: list[nodes.Text | choice]) -> list[list[nodes.Text | choice]]:
    """Leaves that stand together, so that one link can hold them; an emended place is by itself."""
    runs: list[list[nodes.Text | choice]] = []
    for leaf in inside:
        if runs and _follows(runs[-1][-1], leaf) and not _emended(runs[-1][-1]) and not _emended(leaf):
            runs[-1].append(leaf)
        else:
            runs.append([leaf])
    return runs


def _follows(first: nodes.Node, second: nodes.Node) -> bool:
    siblings = first.parent.children
    return any(one is first and other is second for one, other in pairwise(siblings))


def _emended(leaf: nodes.Text | choice) -> bool:
    return isinstance(leaf, choice) and bool(leaf["emendations"])


def _wrap(pieces: list[nodes.Text | choice], around: mention) -> None:
    owner = pieces[0].parent
    index = next(index for index, child in enumerate(owner.children) if child is pieces[0])
    del owner[index : index + len(pieces)]
    around += pieces
    owner.insert(index, around)


class LinkMentions(SphinxPostTransform):
    """Say where each mention leads; where its words lead to the apparatus already, only their other readings do.

    After the choices are settled (3).
    """

    default_priority = 4
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Give the mentions of the page their addresses."""
        domain = domain_of(self.env)
        for node in list(self.document.findall(mention)):
            entry = domain.edition.entries[node["entry"]]
            page = page_of(entry.register)
            if page not in self.env.found_docs:
                continue
            anchor = domain.anchor(entry_anchor(entry), node["lang"])
            node["address"] = f"{self.env._app.builder.get_relative_uri(node['docname'], page)}#{anchor}"
            node["linked"] = not any(map(_leads_away, node.findall()))
            if not node["linked"]:
                for item in node.findall(reading):
                    if not any(map(_leads_away, item.findall())):
                        inner = mention("", **node.attributes)
                        inner["linked"] = True
                        inner += item.children
                        item.children = []
                        item += inner


def _leads_away(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference) or (isinstance(node, lost_note) and "refuri" in node)
