"""The page of help: every code of the check, with its reasons, an example and how to mend it."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from edition.messages import message
from edition.rules import Rule, rules


class RulesDirective(SphinxDirective):
    """``{rules}``: a section for each code, whose fragment is ``rule-a05``."""

    def run(self) -> list[nodes.Node]:
        """All rules in the language of the page."""
        language = self.config.language
        # It belongs to the site, where contributors work, and not to the books, so no list of contents has it.
        self.env.metadata[self.env.docname]["orphan"] = "yes"
        return [_section(rule, language) for rule in rules(language).values()]


def _section(rule: Rule, language: str) -> nodes.section:
    title = nodes.title("", "", nodes.literal("", rule.code), nodes.Text(f" {rule.what}"))
    section = nodes.section("", title, ids=[rule.anchor], names=[rule.anchor])
    section += nodes.paragraph("", rule.why)
    for name, example in ((message("Wrong:", language), rule.bad), (message("Right:", language), rule.good)):
        block = nodes.literal_block(example, example, language="none")
        section += [nodes.paragraph("", name), block]
    section += nodes.paragraph("", rule.mend)
    return section
