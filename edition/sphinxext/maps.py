"""A map on a page, with all that it shows in words below it."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from edition.drawings.cartography import draw
from edition.sphinxext.domain import domain_of
from edition.sphinxext.lowering import parse_markdown
from edition.sphinxext.nodes import drawing


class MapDirective(SphinxDirective):
    """``{map} name``: the map of ``source/maps/name.yaml`` in the language of the tree."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Heading, picture, text."""
        domain = domain_of(self.env)
        name, language = self.arguments[0], domain.language
        if name not in domain.edition.maps:
            raise self.error(f"there is no map “{name}” in source/maps")
        chart = domain.edition.maps[name]
        part = chart.texts[language]
        heading = nodes.rubric("", part.title, ids=[f"map-{name}"])
        heading["heading-level"] = 2
        picture = drawing("", drawing=draw(chart, domain.edition.base_map, language), lang=language, classes=["map"])
        body = parse_markdown(self.state.document, chart.path, part.text, part.line)
        return [heading, picture, nodes.container("", *body.children, classes=["map-text"])]
