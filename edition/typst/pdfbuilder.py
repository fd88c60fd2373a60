"""The builder ``typstpdf``: the book of a tree, of an edition or of any project of Sphinx."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_date
from sphinx.config import ENUM
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _, __
from sphinx.util.osutil import ensuredir, make_filename_from_project

from edition.messages import message
from edition.sphinxext.domain import NotBuiltError, domain_of
from edition.typst.book import MEDIA, PAPERS, WORDS, Form, make_books, make_volumes
from edition.typst.builder import TypstBuilder
from edition.typst.compiling import BookError
from edition.typst.hyphenation import is_ours

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MODULES = "_typst"


class TypstPdfBuilder(TypstBuilder):
    """Writes the modules into a folder of its own, and makes the book of them."""

    name = "typstpdf"
    epilog = __("The book is in %(outdir)s.")

    @property
    def tree(self) -> Path:
        """Below the folder of all trees that of this language, as the books want them."""
        return Path(self.outdir, _MODULES, str(self.config.language))

    def finish(self) -> None:
        """Make the book."""
        ensuredir(self.tree)
        super().finish()
        out, trees, language = Path(self.outdir), self.tree.parent, str(self.config.language)
        form = Form(self.config.typst_paper, self.config.typst_medium, volumes=self.config.typst_volumes)
        try:
            if domain_of(self.env).edition.sections[language]:
                make_books(Path(self.confdir), trees, out, form, (language,))
            else:
                name, manifests = make_filename_from_project(self.config.project), {language: self.manifest()}
                make_volumes(name, language, form, self._data(), manifests, trees, out, self._source)
        except BookError as error:
            raise NotBuiltError(f"The book was not made: {error}") from error

    def _source(self, module: str) -> str:
        """The document of which a module was made."""
        name = module.strip("/").removeprefix(f"{self.config.language}/").removesuffix(".typ")
        return str(self.env.doc2path(name))

    # -- What the template is told ---------------------------------------------------

    def _data(self) -> dict[str, Any]:
        """Of an ordinary project; what editions have beside it is empty."""
        config, language = self.config, str(self.config.language)
        date = _today()
        locale = Locale.parse(language.replace("-", "_"))
        return {
            "languages": [language],
            "original": language,
            "regions": {},
            "titles": {language: config.project},
            "subtitles": {language: ""},
            "authors": {language: "" if config.author == "unknown" else config.author},
            "release": config.release,
            "revision": "",
            "article": "",
            "licence": "",
            "copyright": config.copyright if isinstance(config.copyright, str) else ", ".join(config.copyright),
            "date": [date.year, date.month, date.day],
            "dates": {language: format_date(date, "long", locale=locale)},
            "softened": [language] if is_ours(language) else [],
            "words": {language: {text: message(text, language) for text in WORDS}},
            "documents": list(self._chapters()),
            "colophon": None,
            "index": self._index(),
        }

    def _chapters(self) -> Iterable[dict[str, Any]]:
        """The root, then the documents in the order of the toctrees, each once."""
        language, root = str(self.config.language), str(self.config.root_doc)
        known: set[str] = set()
        caption = ""
        first = {"name": root, "title": self.env.titles[root].astext(), "caption": "", "short": None}
        for item in [first, *self.manifest()["documents"]]:
            if item["name"] in known:
                continue
            known.add(item["name"])
            title = item["short"] or item["title"]
            yield {
                "name": item["name"],
                "captions": {language: item["caption"]} if item["caption"] != caption else None,
                "paths": {language: f"/{language}/{item['name']}.typ"},
                "part": 2,
                "new-page": True,
                "chapter": True,
                **self._about(title),
            }
            caption = item["caption"]

    def _about(self, title: str) -> dict[str, Any]:
        return {"text": False, "short": {str(self.config.language): title}, "bookmark": title, "number": None}

    def _index(self) -> dict[str, Any] | None:
        """The index, by letters; nothing where nothing is indexed."""
        groups = [
            {
                "letter": letter,
                "entries": [
                    {
                        "words": words,
                        "places": self._places(links),
                        "below": [{"words": part, "places": self._places(found)} for part, found in below],
                    }
                    for words, (links, below, _key) in entries
                ],
            }
            for letter, entries in IndexEntries(self.env).create_index(self)
        ]
        name = self.labels.of_document("genindex")
        return {**self._about(_("Index")), "captions": None, "label": name, "groups": groups} if groups else None

    def _places(self, links: Iterable[tuple[str | None, str | bool]]) -> list[Mapping[str, Any]]:
        """The labels of some places, and which of them is the main one."""
        found = [(main, *str(address).removeprefix("%").partition("#")) for main, address in links if address]
        return [{"main": bool(main), "label": self.labels.of(docname, name)} for main, docname, _hash, name in found]


def _today() -> datetime.date:
    """The day of the build; the one that ``SOURCE_DATE_EPOCH`` wants, where it does."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch else datetime.datetime.now(datetime.UTC)
    return moment.date()


def setup_builders(app: Sphinx) -> None:
    """Register both builders, and in what form the second makes its books."""
    app.add_builder(TypstBuilder)
    app.add_builder(TypstPdfBuilder)
    app.add_config_value("typst_paper", PAPERS[0], "", types=ENUM(*PAPERS))
    app.add_config_value("typst_medium", MEDIA[0], "", types=ENUM(*MEDIA))
    app.add_config_value("typst_volumes", 1, "", types=frozenset({int}))
