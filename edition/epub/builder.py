"""The builder ``epub``: Sphinx's own, with what a reading system and a reader of e-books need beside it.

Notes pop up where the system can do that, passages are the pages of its page list, languages are marked as XML marks
them, and the metadata say what can be read how (EPUB Accessibility 1.1). No script and no style of the site is in it.
"""

from __future__ import annotations

import calendar
import datetime
import os
import re
import time
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.epub3 import Epub3Builder
from sphinx.util._pathlib import _StrPath
from sphinx.writers.html5 import HTML5Translator

from edition import config as settings
from edition.epub.cover import write_cover
from edition.messages import message
from edition.sphinxext.domain import docname_of, domain_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

_HERE = Path(__file__).parent
_LANG = re.compile(r' lang="([^"]*)"')
# What docutils gives an entry of a bibliography; the role is deprecated (DPUB-ARIA 1.1).
_DEPRECATED_ROLE = ' role="doc-biblioentry"'
_STATIC = "_static"
COVER = f"{_STATIC}/cover.png"
_STYLE = f"{_STATIC}/ebook.css"


class EpubTranslator(HTML5Translator):
    """Markup of XHTML: each language is named for XML too."""

    def starttag(self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any) -> str:
        """Docutils' start tag, with ``xml:lang`` beside ``lang``."""
        tag: str = super().starttag(node, tagname, suffix, empty, **attributes)
        return _LANG.sub(r' lang="\1" xml:lang="\1"', tag).replace(_DEPRECATED_ROLE, "")


class EpubBuilder(Epub3Builder):
    """Writes the e-book of one tree.

    With ``edition_companion`` both languages stand on each page, else that of the tree alone. The day is that of the
    release, or that of ``SOURCE_DATE_EPOCH``, so that the same sources give the same bytes.
    """

    default_translator_class = EpubTranslator

    def init(self) -> None:
        """Read the settings of the edition."""
        super().init()
        self.use_index = False
        self.settings = settings.read(Path(self.confdir))

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """The theme beside this file, whatever the pages of the site look like."""
        return "edition-epub", {}

    def init_js_files(self) -> None:
        """No script."""
        self._js_files = []

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Tell the pages their language."""
        super().prepare_writing(docnames)
        self.globalcontext["edition_style"] = _STYLE

    def copy_static_files(self) -> None:
        """The style sheet and the cover, and nothing of the site."""
        Path(self.outdir, _STATIC).mkdir(exist_ok=True)
        Path(self.outdir, _STYLE).write_bytes((_HERE / "ebook.css").read_bytes())
        write_cover(self.settings, self._languages, Path(self.outdir, COVER))

    @property
    def _languages(self) -> tuple[str, ...]:
        """The languages of the book, that of the tree first."""
        languages = domain_of(self.env).languages
        return languages if self.config.edition_companion else languages[:1]

    # -- What the book says of itself ---------------------------------------------------

    def content_metadata(self) -> dict[str, Any]:
        """Sphinx's metadata, and ours; a book is the same book in each of its releases."""
        of_sphinx = super().content_metadata()
        titles = [self.settings.titles[code] for code in self._languages]
        return of_sphinx | {
            "id": self._identifier,
            "edition": self.settings,
            "languages": self._languages,
            "titles": titles,
            "modified": time.strftime("%Y-%m-%dT%H:%M:%SZ", self._day),
            "cover": self.make_id(COVER),
            "cover_file": COVER,
            "drawn": self._drawn(),
            "summary": message(
                "The text, its notes and its apparatus can be read by eye, by ear and by touch. Drawings are described "
                "in words. Pages are the paragraphs of the text, by their passage numbers.",
                str(self.config.language),
            ),
        }

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """The contents as older reading systems know them."""
        return super().toc_metadata(level, navpoints) | {"uid": self._identifier}

    @property
    def _identifier(self) -> str:
        identity = f"{self.settings.article or self.settings.url}#{'+'.join(self._languages)}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, identity)}"

    def navigation_doc_metadata(self, navlist: list[Any]) -> dict[str, Any]:
        """The contents, and the paragraphs of the text as pages."""
        language = str(self.config.language)
        return super().navigation_doc_metadata(navlist) | {
            "pages": [
                (f"{docname_of(section)}{self.out_suffix}#{passage.anchor}", str(passage))
                for section in domain_of(self.env).edition.sections[language].values()
                for passage in (segments[0].passage.paragraph for segments in section.paragraphs)
            ],
            "pages_label": message("Passages", language),
            "contents_label": message("Contents", language),
            "cover_label": message("Cover", language),
            "text_label": message("The text", language),
            "landmarks_label": message("Places in the book", language),
        }

    def _drawn(self) -> bool:
        """Whether a picture is in the book beside the cover."""
        return any(Path(self.outdir, self.imagedir).glob("*"))

    @property
    def _day(self) -> time.struct_time:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch is not None:
            return time.gmtime(int(epoch))
        day = datetime.date.fromisoformat(self.settings.date or "1980-01-01")
        return time.gmtime(calendar.timegm(day.timetuple()))

    # -- Files ------------------------------------------------------------------------------

    def build_content(self) -> None:
        """Write the package document from our template."""
        self._with_our_templates(super().build_content)

    def build_navigation_doc(self) -> None:
        """Write the contents from our template."""
        self._with_our_templates(super().build_navigation_doc)

    def _with_our_templates(self, write: Callable[[], None]) -> None:
        self.template_dir, theirs = _StrPath(_HERE / "templates"), self.template_dir
        write()
        self.template_dir = theirs

    def build_epub(self) -> None:
        """Zip the files, all of one day and in one order."""
        book = Path(self.outdir, f"{self.config.epub_basename}.epub")
        names = ["META-INF/container.xml", "content.opf", "toc.ncx", *self.files]
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
            self._put(archive, "mimetype", zipfile.ZIP_STORED)
            for name in names:
                self._put(archive, name, zipfile.ZIP_DEFLATED)

    def _put(self, archive: zipfile.ZipFile, name: str, compression: int) -> None:
        item = zipfile.ZipInfo(name, self._day[:6])
        item.compress_type = compression
        archive.writestr(item, Path(self.outdir, name).read_bytes())


def setup_builder(app: Sphinx) -> None:
    """Register the builder in the place of Sphinx's own, and its theme."""
    app.add_config_value("edition_companion", True, "", types=frozenset({bool}))
    app.add_html_theme("edition-epub", str(_HERE / "theme"))
    app.add_builder(EpubBuilder, override=True)
