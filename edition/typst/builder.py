"""The builder ``typst``: one Typst module for each document of a language tree, and a manifest of the tree."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util.osutil import ensuredir

from edition.addresses import TEXT_FOLDER
from edition.sphinxext.domain import domain_of
from edition.typst.labels import Labels
from edition.typst.translator import TypstTranslator
from edition.typst.tree import IMAGES, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes


class TypstBuilder(Builder):
    """Writes the documents of one tree; :mod:`edition.typst.book` makes books of the trees.

    All documents are written each time: they are few, and a number in one of them may depend on any other.
    """

    name = "typst"
    format = "typst"
    epilog = __("The Typst documents are in %(outdir)s.")
    allow_parallel = True
    default_translator_class = TypstTranslator
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]
    supported_remote_images = False
    supported_data_uri_images = False

    labels: Labels

    def init(self) -> None:
        """Say where the pictures go."""
        self.imagedir = IMAGES

    @property
    def tree(self) -> Path:
        """The folder of the modules and the manifest."""
        return Path(self.outdir)

    def get_outdated_docs(self) -> list[str]:
        """All documents."""
        return sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A mark by which the translator knows a document from an address."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Nothing is relative within a book."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Collect the labels of the tree."""
        self.labels = Labels(self.env)

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Choose the pictures of the document, before others write it at the same time."""
        self.post_process_images(doctree)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one document."""
        translator = cast("TypstTranslator", self.create_translator(doctree, self))
        doctree.walkabout(translator)
        path = self.tree / f"{docname}.typ"
        ensuredir(path.parent)
        path.write_text(translator.module(), encoding="utf-8")

    def finish(self) -> None:
        """Copy the pictures, and write the manifest: the documents in the order of the toctrees."""
        for source, name in sorted(self.images.items()):
            target = self.tree / IMAGES / name
            ensuredir(target.parent)
            shutil.copyfile(Path(self.srcdir, source), target)
        text = json.dumps(self.manifest(), ensure_ascii=False, indent=1)
        (self.tree / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def manifest(self) -> dict[str, Any]:
        """What a book must know of the tree."""
        return {
            "language": self.config.language,
            "root": self.config.root_doc,
            "documents": list(self._documents(self.config.root_doc, "")),
            "images": sorted(self.images.values()),
        }

    def _documents(self, docname: str, caption: str) -> Iterator[dict[str, Any]]:
        """The documents below *docname*; one without a caption has that of its parent."""
        for toctree in self.env.get_doctree(docname).findall(addnodes.toctree):
            heading = toctree.get("caption") or caption
            for short, target in toctree["entries"]:
                if target not in self.env.found_docs:
                    continue
                title = self.env.titles[target].astext()
                section = domain_of(self.env).section(target)
                yield {
                    "name": target,
                    "number": str(section.number) if section else None,
                    "caption": heading,
                    "short": short or title,
                    "title": title,
                    "text": target.startswith(TEXT_FOLDER),
                    "empty": section is not None and not section.paragraphs,
                }
                yield from self._documents(target, heading)
