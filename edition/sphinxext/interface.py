"""The words of Sphinx and of the theme in the language of a tree: the edition's own catalogues stand before theirs."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx import locale

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_LOCALE = Path(__file__).parent / "locale"


def translate(app: Sphinx, config: Config) -> None:
    """Put the edition's catalogue of the language, where it has one, before those that Sphinx and the theme bring.

    Nothing is written: no page loads the scripts of Sphinx, which would want the words too.
    """
    language = str(config.language)
    path = _LOCALE / f"{language}.po"
    if not path.exists():
        return
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    own = GNUTranslations(compiled)
    own.add_fallback(locale.get_translator())
    locale.translators["general", "sphinx"] = app.translator = own
