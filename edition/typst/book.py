"""The printed books: one with all languages side by side, and one for each language."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, cast

import pypdfium2
from babel import Locale
from babel.dates import format_date

from edition.config import Config
from edition.config import read as config_of
from edition.messages import message
from edition.typst.compiling import BookError, SourceOf, typeset
from edition.typst.hyphenation import is_ours
from edition.typst.tree import IMAGES, MANIFEST

PARALLEL = "parallel"
PAPERS = ("a4", "a5")
MEDIA = ("screen", "print")

_FRONT = "about/"
_DEFINED = re.compile(r'(?:#anchor\(|#cites\(|#row\(\(|\bnames: \()((?:"[^"\\]*"(?:, )?)+)')
_NAME = re.compile(r'"([^"]*)"')
_TEMPLATE = (
    "backmatter.typ",
    "book.typ",
    "elements.typ",
    "facing.typ",
    "frontmatter.typ",
    "ordinary.typ",
    "paging.typ",
    "units.typ",
)
WORDS = (
    "Contents",
    "Version",
    "Volume %s of %s",
    "Index of passages",
    "Licence:",
    "The article: revision %s, permanently at",
    "p. %s",
    "pp. %s",
    "vol. %s",
)


@dataclass(frozen=True)
class Form:
    """In what form the books are made.

    :ivar paper: ``a4`` or ``a5``.
    :ivar medium: ``screen``, or ``print``: two-sided sheets, on which chapters begin on right-hand pages.
    :ivar facing: whether the parallel book, which is then the only one, has its languages on facing pages.
    :ivar volumes: into how many volumes each book is divided.
    """

    paper: str = PAPERS[0]
    medium: str = MEDIA[0]
    facing: bool = False
    volumes: int = 1

    @property
    def suffix(self) -> str:
        """What the names of the files have beside those of the ordinary books: ``-facing-a5-print``."""
        chosen = ("facing" if self.facing else "", self.paper, self.medium)
        return "".join(f"-{name}" for name in chosen if name and name not in {PAPERS[0], MEDIA[0]})

    @property
    def options(self) -> dict[str, str]:
        """What the template reads from ``sys.inputs``."""
        return {"paper": self.paper, "medium": self.medium, "facing": "yes" if self.facing else "no"}


ORDINARY = Form()


def make_books(root: Path, trees: Path, out: Path, form: Form = ORDINARY, only: Collection[str] = ()) -> list[Path]:
    """Make the books of an edition.

    :param root: the folder of ``conf.py``.
    :param trees: where the builder ``typst`` has written, for each language a folder of its code.
    :param out: the folder for ``parallel.pdf`` and ``<language>.pdf``; other forms have longer names.
    :param only: the books to make, by these names; all where there are none.
    :raises BookError: where the trees are not there, the edition has no such book, one cannot be divided so, or Typst
        finds a mistake.
    """
    config = config_of(root)
    languages = config.languages
    known = books_of(languages, form)
    for name in only:
        if name not in known:
            raise BookError(f"there is no book {name!r}; there are {', '.join(known)}")
    needed = languages if PARALLEL in (only or known) else [code for code in languages if code in (only or known)]
    manifests = {language: _manifest(trees / language) for language in needed}
    made: list[Path] = []
    for layout in only or known:
        shown = {code: manifests[code] for code in (languages if layout == PARALLEL else (layout,))}
        made += make_volumes(layout, layout, form, _data(config, shown), shown, trees, out, _source)
    return made


def make_volumes(
    name: str,
    layout: str,
    form: Form,
    whole: Mapping[str, Any],
    manifests: Mapping[str, Mapping[str, Any]],
    trees: Path,
    out: Path,
    source_of: SourceOf,
) -> list[Path]:
    """Make a book, in as many volumes as *form* wants.

    :param name: what its files are called, but for what they have of their form.
    :param layout: ``parallel`` or a language.
    :param whole: what the template is told of the whole book.
    :param manifests: those of the trees of which it is made, by language.
    :param source_of: what people edit to change a module.
    :raises BookError: where it cannot be divided so, or Typst finds a mistake.
    """
    paths = [path.lstrip("/") for path in _paths(whole["documents"])]
    modules = {path: _read(trees / path) for path in paths}
    names = [f"{code}/{IMAGES}/{image}" for code, manifest in manifests.items() for image in manifest["images"]]
    images = {path: (trees / path).read_bytes() for path in names}
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    first = 1
    for data in divided(whole, modules, form.volumes):
        data["volume"]["first-page"] = first
        stem = name + form.suffix + (f"-{data['volume']['number']}" if form.volumes > 1 else "")
        made.append(_make_book(out / f"{stem}.pdf", layout, form, data, modules, images, trees, source_of))
        # A volume begins on a right-hand page, and those have odd numbers.
        first += math.ceil(_pages(made[-1]) / 2) * 2
    return made


def books_of(languages: Sequence[str], form: Form = ORDINARY) -> list[str]:
    """The names of the books of an edition: the parallel one, and but for facing pages one for each language.

    :raises BookError: where not two languages are to face each other.
    """
    if form.facing:
        if len(languages) != 2:
            raise BookError("facing pages need two languages")
        return [PARALLEL]
    return [PARALLEL, *languages] if len(languages) > 1 else list(languages)


def divided(data: Mapping[str, Any], modules: Mapping[str, str], volumes: int) -> Iterator[dict[str, Any]]:
    """The same book in *volumes*, divided between documents, each about as long as the others.

    :param data: what the template is told of the whole book.
    :raises BookError: where it has fewer documents than volumes.
    """
    documents = data["documents"]
    named = [_places(modules[path.lstrip("/")] for path in _paths([item])) for item in documents]
    if not 1 <= volumes <= len(documents):
        raise BookError(f"{len(documents)} documents cannot be divided into {volumes} volumes")
    ends = list(accumulate(sum(len(modules[path.lstrip("/")]) for path in _paths([item])) for item in documents))
    cuts = [0]
    for volume in range(1, volumes):
        share = ends[-1] * volume / volumes
        # At least one document for this volume, and for each of those that follow.
        places = range(cuts[-1] + 1, len(documents) - (volumes - volume) + 1)
        cuts.append(min(places, key=lambda place: abs(ends[place - 1] - share)))
    cuts.append(len(documents))
    for number, (start, end) in enumerate(pairwise(cuts), 1):
        elsewhere = {
            name: other
            for other, (first, after) in enumerate(pairwise(cuts), 1)
            if other != number
            for names in named[first:after]
            for name in names
        }
        about = {"number": number, "count": volumes}
        yield {**data, "documents": documents[start:end], "volume": about, "elsewhere": elsewhere}


def _places(codes: Iterable[str]) -> list[str]:
    """The labels of passages and notes in some modules."""
    return [name for code in codes for names in _DEFINED.findall(code) for name in _NAME.findall(names)]


def _make_book(
    path: Path,
    layout: str,
    form: Form,
    data: Mapping[str, Any],
    modules: Mapping[str, str],
    images: Mapping[str, bytes],
    trees: Path,
    source_of: SourceOf,
) -> Path:
    """Make one book, unless the one that is there was made of the same; *images* are those in *trees*, by their paths."""
    template = {name: _read(Path(__file__).with_name(name)) for name in _TEMPLATE}
    modules = {name.lstrip("/"): modules[name.lstrip("/")] for name in _paths(data["documents"])}
    record = path.with_name(f".{path.stem}.digest")
    options = {"layout": layout, **form.options}
    digest = _digest(_tools(), options, template, data, modules, sorted(images.items()))
    if path.exists() and record.exists() and record.read_text(encoding="utf-8") == digest + _digest(path.read_bytes()):
        return path
    pdf = typeset(path.name, template, data, modules, options=options, root=trees, source_of=source_of)
    _write(path, pdf)
    _write(record, (digest + _digest(pdf)).encode())
    return path


def _source(module: str) -> str:
    """The document of a module, as it is called in the folder of an edition."""
    return f"source/{module.strip('/').removesuffix('.typ')}.md"


def _pages(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


# -- What the template is told ---------------------------------------------------


def _data(config: Config, manifests: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Everything in a book but the documents."""
    languages = list(manifests)
    try:
        date = datetime.date.fromisoformat(config.date)
    except ValueError as error:
        raise BookError(f"conf.py: edition_date: {error}") from error
    return {
        "languages": languages,
        "original": config.languages[0],
        "regions": config.regions,
        "titles": config.titles,
        "subtitles": config.subtitles,
        "authors": config.authors,
        "release": config.release,
        "revision": config.revision,
        "article": config.article,
        "licence": config.licence,
        "copyright": "",
        "date": [date.year, date.month, date.day],
        "dates": {code: format_date(date, "long", locale=_locale(code, config.regions)) for code in languages},
        "softened": [code for code in config.languages if is_ours(_tag(code, config.regions))],
        "words": {code: {text: message(text, code) for text in WORDS} for code in languages},
        "documents": _documents(manifests),
        "colophon": _colophon(config, languages),
        "index": None,
    }


def _documents(manifests: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents in the order of the book: those about the edition, the text, the rest."""
    own, *others = manifests
    by_name = {code: {item["name"]: item for item in manifests[code]["documents"]} for code in manifests}
    documents: list[dict[str, Any]] = []
    kind, caption, empty = -1, "", False
    for item in sorted(manifests[own]["documents"], key=_part):
        name = item["name"]
        for code in others:
            if name not in by_name[code]:
                raise BookError(f"the tree {code!r} has no document {name!r}, which the tree {own!r} has")
        same = {code: by_name[code][name] for code in manifests}
        short = {code: found["short"] for code, found in same.items()}
        captions = {code: found["caption"] for code, found in same.items()}
        part = _part(item)
        documents.append(
            {
                "name": name,
                "text": item["text"],
                "short": short,
                "bookmark": " · ".join(dict.fromkeys(short.values())),
                "captions": captions if captions[own] != caption else None,
                "number": item["number"],
                "paths": {code: f"/{code}/{name}.typ" for code in ([own] if item["text"] else manifests)},
                "part": part,
                "new-page": part != kind or part == 2,
                "chapter": part != kind or part == 2 or (part == 1 and not (item["empty"] and empty)),
            }
        )
        kind, caption, empty = part, captions[own], item["empty"]
    return documents


def _part(item: Mapping[str, Any]) -> int:
    return 1 if item["text"] else 0 if item["name"].startswith(_FRONT) else 2


def _tag(language: str, regions: Mapping[str, str]) -> str:
    return f"{language}-{regions[language]}" if language in regions else language


def _locale(language: str, regions: Mapping[str, str]) -> Locale:
    return Locale.parse(_tag(language, regions), sep="-")


def _colophon(config: Config, languages: Iterable[str]) -> dict[str, Any]:
    short = {code: message("Colophon", code) for code in languages}
    numbers = (
        "Passages are numbered by section, paragraph and segment (4.2.3); the numbers are the same in every form of "
        "the edition. Those of the paragraphs stand in the margin."
    )
    paragraphs = {
        code: [
            message("Text of revision %s of the article.", code) % config.revision,
            message(numbers, code),
            message("Text, notes and translation: %s.", code) % config.licence,
            message("Set in Libertinus Serif with Typst.", code),
        ]
        for code in languages
    }
    return {
        "text": False,
        "part": 2,
        "short": short,
        "bookmark": " · ".join(dict.fromkeys(short.values())),
        "captions": None,
        "number": None,
        "paragraphs": paragraphs,
    }


def _paths(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    return [path for item in documents for path in item["paths"].values()]


# -- Files ----------------------------------------------------------------------


def _manifest(tree: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(_read(tree / MANIFEST)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: build the trees first, with the builder typst") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


@cache
def _tools() -> str:
    """A digest of what makes the books: Typst and this package."""
    here = Path(__file__).parent
    sources = [path.read_bytes() for path in sorted(here.iterdir()) if path.suffix in {".py", ".typ"}]
    return _digest(version("typst"), sources)
