"""Whether the interface of a tree is in its language: no words of the other one outside the parts that are in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from conftest import Site
from lxml import html

import edition
from edition.model import KINDS

PACKAGE = Path(edition.__file__).parent

# Words that are frequent in one language and no words of the other, those of an interface among them.
_ENGLISH = """
about after and appendix back been before begins below beside between cannot chapter choose close collapse colour
colours color content contents cite download edit ends error expand for found from go have heading hide home into
is issue keep kept language last later light link more name navigation next not notes of off offline only open other
page pages paragraph passage passages previous print read reading results save search searching section see settings
show shown sidebar skip source suggest switch system that the their this to toggle top translation view warning was were
which with words you your
"""
_ROMANIAN = """
acest această aceste acum adnotate alte aici articolul ascunde arată astăzi căutare caută când care cele către cititor cu
cum cuprins cuvinte cuvintele după din dintre ediția este fără fișier fost în închise înapoi înainte între limba lor mai
notele notei nu oricare pagina pagină pasaj pasajul pentru prin sau sari se secțiune sunt și textul titlu traducere
următoare următoarea vedeți
"""
ENGLISH, ROMANIAN = (set(words.split()) for words in (_ENGLISH, _ROMANIAN))

_WORD = re.compile(r"[^\W\d_]+")

# What stands in quotation marks is quoted; addresses, files, names of notes and values of the data are of no language.
_NO_WORDS = re.compile(
    rf"„[^”]*”|“[^”]*”|‘[^’]*(’|$)|«[^»]*»|https?://\S+|\w+/[\w./-]+|\b[a-z0-9]+(-[a-z0-9]+)+\b|{', '.join(KINDS)}"
)


def strings(site: Site, language: str) -> Iterator[tuple[str, str]]:
    """Everything on the pages of a tree that a reader meets in its language: page and words."""
    for path in sorted((site.out / language).rglob("*.html")):
        if "_static" in path.parts:
            continue
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        for element in page.xpath(_ELSEWHERE, lang=language):
            if element.getparent() is not None:
                element.drop_tree()
        for words in page.xpath(_WORDS):
            yield path.relative_to(site.out).as_posix(), " ".join(words.split())


# Parts in another language; works, whose titles stand as they were seen; quoted words; what a computer reads.
_ELSEWHERE = """//script | //style | //*[@lang and @lang != $lang] | //code | //kbd | //pre
    | //head/meta[starts-with(@name, 'citation_') or starts-with(@name, 'DC.') or starts-with(@name, 'twitter:')
        or @name = 'viewport' or @name = 'color-scheme' or starts-with(@property, 'og:')]
    | //*[contains(@class, 'citation')] | //*[@hreflang and @hreflang != $lang]
    | //article//em | //article//i[contains(@class, 'lemma')]"""
_WORDS = """//text() | //@title | //@aria-label | //@aria-description | //@alt | //@placeholder | //@label | //meta/@content
    | //@data-whole | //@data-starts-words | //@data-ends-words | //input[@type != 'hidden' and @type != 'radio']/@value"""


def left(site: Site, language: str, foreign: set[str]) -> list[str]:
    found = []
    for page, words in strings(site, language):
        plain = _NO_WORDS.sub(" ", words)
        seen = {word.lower() for word in _WORD.findall(plain)} & foreign
        if seen:
            found.append(f"{page}: {words[:160]} ({', '.join(sorted(seen))})")
    return found


def test_no_english_is_left_in_the_romanian_tree(real_site: Site) -> None:
    assert left(real_site, "ro", ENGLISH) == []


def test_no_romanian_is_left_in_the_english_tree(real_site: Site) -> None:
    assert left(real_site, "en", ROMANIAN) == []


CATALOGUES = [PACKAGE / "locale/ro/LC_MESSAGES/edition.po", PACKAGE / "locale/ro/LC_MESSAGES/check.po"]


@pytest.mark.parametrize("path", [*CATALOGUES, PACKAGE / "sphinxext/locale/ro.po"], ids=lambda path: path.name)
def test_no_message_is_without_romanian_words(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    assert [message.id for message in catalogue if message.id and not message.string] == []
    # A letter with a cedilla is another letter; the check names it to those who write it.
    if path.name != "check.po":
        assert [message.id for message in catalogue if re.search("[şţŞŢ]", str(message.string))] == []


def test_every_message_that_the_pages_say_is_in_the_catalogue() -> None:
    known = set()
    for path in CATALOGUES:
        with path.open("rb") as file:
            known |= {message.id for message in read_po(file)}
    said = set()
    for path in [*PACKAGE.glob("sphinxext/*.py"), *PACKAGE.glob("templates/*.html"), PACKAGE / "publishing.py"]:
        said |= set(re.findall(r'\b(?:message|say)\(\s*"([^"]+)"', path.read_text(encoding="utf-8")))
    assert len(said) > 30
    assert said - known == set()
