"""The chronology: what its checks find, and the timeline that is drawn of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from building import Tree
from hypothesis import given
from hypothesis import strategies as st

from edition import config, corpus
from edition.dates import Period, locale_of
from edition.drawings.timeline import PRINTED_LENGTH, Label, Span, arranged, timeline
from edition.model import EVENT_KINDS, DatedEvent, Edition, EventText

SVG = "{http://www.w3.org/2000/svg}"

ENTRY = """consules:
  date: 1939-08-23
  kind: war
  event: bellum
  passages: ["1.1.1"]
  la:
    name: Consules duo
    text: Duo consules erant {{cite:p}}`caesar`.
  de:
    name: Zwei Konsuln
    text: Es gab zwei Konsuln, siehe {{note}}`duo-consules`{end}
"""


EVENTS = """bellum:
  la: {name: Bellum Punicum, description: Cum Poenis gestum est.}
  de: {name: Punischer Krieg, description: Er wurde gegen die Punier geführt.}
"""


def entry(slug: str, date: str, name: str = "What happened") -> DatedEvent:
    period = Period.parse(date)
    assert period.days is not None
    return DatedEvent(slug, 1, period, *period.days, (), "war", "", {"en": EventText(name, f"{name}.", 1)})


def shapes(root: Element) -> dict[str, Element]:
    return {element.get("href", ""): element for element in root.iter(f"{SVG}a")}


def chronicled(small: Path, text: str) -> tuple[Edition, list[str]]:
    """The small edition with a chronology, and what is wrong with that."""
    folder = small / "source/registers"
    (folder / "chronology.yaml").write_text(text, encoding="utf-8")
    (folder / "events.yaml").write_text(EVENTS, encoding="utf-8")
    edition, problems = corpus.load(small, config.read(small))
    return edition, [f"{problem.line}: {problem.code}" for problem in problems if not problem.notice]


# -- The checks ----------------------------------------------------------------------------


def sound(small: Path) -> str:
    key = next(iter(corpus.load(small, config.read(small))[0].citations))
    return ENTRY.format(end=".").replace("caesar", key)


def test_an_entry_is_read(small: Path) -> None:
    edition, problems = chronicled(small, sound(small))
    assert problems == []
    (found,) = edition.chronology
    assert (found.slug, found.kind, found.event, [*map(str, found.passages)]) == (
        "consules",
        "war",
        "bellum",
        ["1.1.1"],
    )
    assert found.first == datetime.date(1939, 8, 23)
    assert found.texts["de"].name == "Zwei Konsuln"


def test_entries_are_sorted_by_date(small: Path) -> None:
    text = sound(small)
    edition, problems = chronicled(small, text + text.replace("consules:", "ante:", 1).replace("08-23", "08-22"))
    assert (problems, [found.slug for found in edition.chronology]) == ([], ["ante", "consules"])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("consules:", "Consules:", "1: C01"),
        ("1939-08-23", "23.8.1939", "2: C02"),
        ("1939-08-23", "1939-02-29", "2: C02"),
        ("1939-08-23", "1939~", "2: C02"),
        ("1939-08-23", "1939-08-23/..", "2: C02"),
        ("kind: war", "kind: wars", "3: C03"),
        ("event: bellum", "event: belum", "4: C04"),
        ('"1.1.1"', '"9.9.9"', "5: R03"),
        ('"1.1.1"', '"one"', "5: R03"),
        ("`duo-consules`", "`tres-consules`", "11: R02"),
        ("Duo consules erant", "<b>Duo</b> consules erant", "8: A09"),
        ("  kind: war\n", "", "2: Y04"),
        ("    name: Zwei Konsuln\n", "", "10: Y04"),
    ],
)
def test_a_mistake_is_reported_at_its_line(small: Path, old: str, new: str, problem: str) -> None:
    text = sound(small)
    assert old in text
    assert problem in chronicled(small, text.replace(old, new, 1))[1]


# -- The timeline --------------------------------------------------------------------------


def assert_apart(labels: Sequence[Label], top: float, bottom: float) -> None:
    for earlier, later in pairwise(labels):
        assert earlier.box.bottom <= later.box.top
    for label in labels:
        assert top <= label.box.top
        assert label.box.bottom <= bottom


day = st.dates(datetime.date(1939, 1, 1), datetime.date(1939, 12, 31))


@given(st.lists(st.tuples(day, st.integers(1, 3)), min_size=1, max_size=40))
def test_labels_never_overlap_and_stay_within_their_piece_of_the_axis(found: list[tuple[datetime.date, int]]) -> None:
    labels = tuple(
        Label(entry(f"event-{place}", date.isoformat()), "", ("words",) * lines)
        for place, (date, lines) in enumerate(sorted(found))
    )
    span = Span("1939", datetime.date(1939, 1, 1), datetime.date(1940, 1, 1), labels)
    assert_apart(arranged([span], 10), 10, 10 + span.length)


def test_what_has_room_stands_at_its_date() -> None:
    labels = tuple(Label(entry(f"event-{month}", f"1939-{month:02}-01"), "", ("words",)) for month in (1, 6, 12))
    span = Span("1939", datetime.date(1939, 1, 1), datetime.date(1940, 1, 1), labels)
    middle = arranged([span], 0)[1]
    assert middle.on_axis - 8 < middle.top < middle.on_axis


def test_every_entry_is_drawn_once_and_leads_to_its_row(root: Path) -> None:
    edition, _ = corpus.load(root, config.read(root))
    drawings = timeline(edition.chronology, "ro", locale_of("ro"), "#event-%s")
    links = [link for drawing in drawings for link in shapes(fromstring(drawing.svg))]
    assert links == [f"#event-{item.slug}" for item in edition.chronology]
    assert len(links) > 90


@pytest.mark.parametrize(("language", "region"), [("ro", ""), ("en", "GB")])
def test_the_drawings_of_the_edition_are_accessible_and_not_too_long(root: Path, language: str, region: str) -> None:
    edition, _ = corpus.load(root, config.read(root))
    for drawing in timeline(edition.chronology, language, locale_of(language, region), "#event-%s"):
        svg = fromstring(drawing.svg)
        named = [svg.find(f"{SVG}{tag}") for tag in ("title", "desc")]
        assert [item.get("id") for item in named if item is not None] == svg.get("aria-labelledby", "").split()
        assert all(item is not None and item.text for item in named)
        assert svg.get("role") == "group"  # an image would hide its links
        assert drawing.height < 800
        assert "<a " not in drawing.still
        assert len(fromstring(drawing.still).findall(f".//{SVG}text")) == len(svg.findall(f".//{SVG}text"))


def test_kinds_are_told_apart_by_shape(root: Path) -> None:
    found = tuple(
        replace(entry("x", f"193{place}"), slug=kind, kind=kind, texts={"en": EventText(kind, "", 1)})
        for place, kind in enumerate(EVENT_KINDS)
    )
    (drawing,) = timeline(found, "en", locale_of("en"), "#%s")
    marks = [
        (mark.tag, mark.get("fill"), (mark.get("d") or "").count("l"))
        for link in shapes(fromstring(drawing.svg)).values()
        for mark in link
        if "symbol" in mark.get("class", "")
    ]
    assert len(marks) == len(EVENT_KINDS)
    assert all(one != other for one, other in combinations(marks, 2))


def test_empty_years_are_a_gap() -> None:
    (drawing,) = timeline((entry("a", "1918-03-03"), entry("b", "1926-04-24")), "en", locale_of("en", "GB"), "#%s")
    svg = fromstring(drawing.svg)
    assert "1919–1925" in [text.text for text in svg.iter(f"{SVG}text")]
    assert len([line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray")]) == 1


def test_a_crowded_month_is_drawn_by_ten_days() -> None:
    days = (12, 12, 13, 14, 15, 20, 21, 31)
    found = tuple(replace(entry("x", f"1939-08-{day}"), slug=f"x{place}") for place, day in enumerate(days))
    (drawing,) = timeline(
        (*found, entry("z", "1939-10-01"), entry("z", "1939-10-02")), "en", locale_of("en", "GB"), "#%s"
    )
    words = [text.text for text in fromstring(drawing.svg).iter(f"{SVG}text") if text.get("class") == "quiet"]
    assert [word for word in words if "–" in (word or "")] == ["Jan–Jul", "1–10", "11–20", "21–31"]


def test_the_line_of_an_entry_reaches_its_mark_level(root: Path) -> None:
    edition, _ = corpus.load(root, config.read(root))
    for drawing in timeline(edition.chronology, "en", locale_of("en", "GB"), "#%s"):
        for line in fromstring(drawing.svg).iter(f"{SVG}polyline"):
            _, knee, mark = (point.split(",") for point in line.get("points", "").split())
            assert knee[1] == mark[1]


@pytest.mark.parametrize(("language", "region"), [("ro", ""), ("en", "GB")])
def test_pictures_of_a_book_are_short_and_show_all(root: Path, language: str, region: str) -> None:
    edition, _ = corpus.load(root, config.read(root))
    drawings = timeline(edition.chronology, language, locale_of(language, region), "#%s", PRINTED_LENGTH)
    shown = [[*shapes(fromstring(drawing.svg))] for drawing in drawings]
    assert [link for links in shown for link in links] == [f"#{item.slug}" for item in edition.chronology]
    assert min(map(len, shown)) > 1
    assert max(drawing.height for drawing in drawings[1:]) < 240  # a quarter of a page


# -- The page ------------------------------------------------------------------------------


@pytest.fixture
def tree(small: Path, tmp_path: Path) -> Tree:
    """The Latin tree of the small edition with a chronology, built once."""
    chronicled(small, sound(small))
    for language in ("la", "de"):
        page = "# Chronologia\n\n```{chronology}\n```\n"
        (small / f"source/{language}/chronology.md").write_text(page, encoding="utf-8")
        index = small / f"source/{language}/index.md"
        index.write_text(
            index.read_text(encoding="utf-8").replace("glossary\n", "chronology\nglossary\n"), encoding="utf-8"
        )
    tree = Tree(small, "la", tmp_path / "build")
    tree.build()
    return tree


def test_an_edited_entry_is_built_again_with_its_page_alone(tree: Tree) -> None:
    path = tree.root / "source/registers/chronology.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Consules duo", "Consules bini"), encoding="utf-8")
    assert tree.build() == ({"chronology"}, {"chronology", "index"})


def test_a_note_about_a_passage_of_an_entry_shows_on_the_page(tree: Tree) -> None:
    path = tree.root / "annotations/1/duo-consules.md"
    text = path.read_text(encoding="utf-8")
    assert 'target: "1.1.2"' in text
    register = tree.root / "source/registers/chronology.yaml"
    register.write_text(register.read_text(encoding="utf-8").replace('["1.1.1"]', '["1.1.2"]'), encoding="utf-8")
    tree.build()
    page = (tree.out / "chronology.html").read_text(encoding="utf-8")
    row = page[page.index('id="event-consules"') :]
    assert "#s1-1-2" in row
    assert row.count("#note-duo-consules") >= 2  # that of its text, and that of the passage
    path.unlink()
    register.write_text(
        register.read_text(encoding="utf-8").replace(", siehe {note}`duo-consules`", ""), encoding="utf-8"
    )
    read, _ = tree.build()
    assert "chronology" in read
    assert "note-duo-consules" not in (tree.out / "chronology.html").read_text(encoding="utf-8")
