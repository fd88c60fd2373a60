"""The maps: the projection, what is cut off at the frame, where names stand, and what the checks find."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import ceil, cos, dist, radians
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import config, corpus
from edition.drawings.cartography import RADIUS, WIDTH, Projection, draw, names
from edition.drawings.svg import Box
from edition.model import Edition, Map, Point

SVG = "{http://www.w3.org/2000/svg}"
EXTENT, PARALLELS = (16.0, 48.0, 30.0, 57.0), (50.0, 55.0)
PROJECTION = Projection(EXTENT, PARALLELS, WIDTH)

MAP = """extent: [16, 48, 30, 57]
parallels: [50, 55]
la:
  title: Tabula
  text: |
    Haec est tabula.
de:
  title: Karte
  text: |
    Das ist die Karte.
features:
  - type: line
    style: first
    coordinates: 20 50, 21 51
    legend: {la: Linea, de: Linie}
  - {type: place, coordinates: 21 52, name: {la: Urbs, de: Stadt}}
  - {type: area, style: second, countries: [HEL], legend: {la: Civitas, de: Staat}}
"""
BASE = (
    '{"land": [[[0, 40], [40, 40], [40, 60], [0, 60], [0, 40]]], "lakes": [], '
    '"countries": {"HEL": [[[20, 50], [22, 50], [22, 52], [20, 50]]]}, "frontiers": {}}'
)


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    return corpus.load(root, config.read(root))[0]


longitude, latitude = st.floats(EXTENT[0], EXTENT[2]), st.floats(EXTENT[1], EXTENT[3])


@given(longitude, latitude, st.floats(0.1, 1))
def test_a_meridian_is_true_to_scale(x: float, y: float, degrees: float) -> None:
    drawn = dist(PROJECTION((x, y)), PROJECTION((x, y + degrees)))
    assert drawn == pytest.approx(radians(degrees) * RADIUS * PROJECTION.scale, rel=1e-6)


@given(longitude, st.sampled_from(PARALLELS))
def test_a_standard_parallel_is_true_to_scale(x: float, y: float) -> None:
    step = 0.01
    drawn = dist(PROJECTION((x, y)), PROJECTION((x + step, y)))
    assert drawn == pytest.approx(radians(step) * cos(radians(y)) * RADIUS * PROJECTION.scale, rel=1e-3)


def test_the_frame_fills_the_width_and_north_is_up() -> None:
    assert PROJECTION((16.0, 57.0))[0] == pytest.approx(0)
    assert PROJECTION((30.0, 57.0))[0] == pytest.approx(WIDTH)
    assert PROJECTION((23.0, 57.0)) == pytest.approx((WIDTH / 2, 0))
    assert PROJECTION((23.0, 48.0)) == pytest.approx((WIDTH / 2, PROJECTION.height))


def real_maps() -> list[str]:
    folder = Path(__file__).resolve().parent.parent / "source/maps"
    return sorted(path.stem for path in folder.glob("*.yaml"))


by_map = pytest.mark.parametrize("name", real_maps())
by_language = pytest.mark.parametrize("language", ["ro", "en"])


@by_map
@by_language
def test_names_neither_overlap_nor_leave_the_frame(edition: Edition, name: str, language: str) -> None:
    chart = edition.maps[name]
    found = names(chart, language)
    assert len(found) > 9
    overlapping = [(a.lines, b.lines) for a, b in combinations(found, 2) if a.box.overlaps(b.box)]
    assert overlapping == []
    height = Projection(chart.extent, chart.parallels, WIDTH).height
    outside = [
        words.lines
        for words in found
        if words.box.left < 0 or words.box.top < 0 or words.box.right > WIDTH or words.box.bottom > height
    ]
    assert outside == []


def within(box: Box, line: Sequence[Point]) -> bool:
    """Whether a line, in steps of about a unit, comes into a box."""
    for (x, y), (u, v) in pairwise(line):
        steps = ceil(dist((x, y), (u, v))) or 1
        if any(box.has((x + (u - x) * step / steps, y + (v - y) * step / steps)) for step in range(steps + 1)):
            return True
    return False


@by_map
@by_language
def test_names_hide_no_line_and_those_of_states_no_coast(edition: Edition, name: str, language: str) -> None:
    chart = edition.maps[name]
    project = Projection(chart.extent, chart.parallels, WIDTH)
    lines = [[*map(project, part)] for feature in chart.features if feature.type == "line" for part in feature.parts]
    coasts = [[*map(project, ring)] for ring in (*edition.base_map.land, *edition.base_map.lakes)]
    hidden = [
        words.lines
        for words in names(chart, language)
        if any(within(words.box, line) for line in (lines if words.place else [*lines, *coasts]))
    ]
    assert hidden == []


def test_a_name_far_from_its_place_is_joined_to_it(edition: Edition) -> None:
    leaders = {words.lines[0]: words.leader for words in names(edition.maps["annexations-south-1940"], "ro")}
    assert [name for name, leader in leaders.items() if leader] == ["Herța"]


def test_a_small_area_is_filled_above_the_lines(edition: Edition) -> None:
    svg = fromstring(draw(edition.maps["annexations-south-1940"], edition.base_map, "ro").svg)
    order = [path.get("class", "") for path in svg.iter(f"{SVG}path")]
    assert order.count("line-fourth") == 2  # on the map and in the legend
    assert order.index("line-fourth") > order.index("line line-second")
    assert not [name for name in order if name.startswith("area area-fourth")]


@by_map
@by_language
def test_a_map_is_accessible_and_says_in_words_what_it_names(edition: Edition, name: str, language: str) -> None:
    chart = edition.maps[name]
    svg = fromstring(draw(chart, edition.base_map, language).svg)
    assert svg.get("role") == "img"
    named = [svg.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [item.get("id") for item in named if item is not None] == svg.get("aria-labelledby", "").split()
    places = [feature.names[language] for feature in chart.features if feature.type == "place"]
    assert [place for place in places if place not in chart.texts[language].text] == []


@by_map
def test_what_lies_outside_the_frame_is_cut_off(edition: Edition, name: str) -> None:
    chart = edition.maps[name]
    svg = fromstring(draw(chart, edition.base_map, "ro").svg)
    height = Projection(chart.extent, chart.parallels, WIDTH).height
    land = next(path for path in svg.iter(f"{SVG}path") if path.get("class") == "land")
    points = [
        [float(value) for value in step.split()] for step in land.get("d", "").replace("M", "L").replace("Z", "").split("L")
        if step
    ]  # fmt: skip
    assert len(points) > 50
    assert all(-5 < x < WIDTH + 5 and -5 < y < height + 5 for x, y in points)


def test_both_languages_show_the_same(edition: Edition) -> None:
    for chart in edition.maps.values():
        for feature in chart.features:
            assert set(feature.names) in (set(), {"ro", "en"})
            assert set(feature.legends) in (set(), {"ro", "en"})


# -- The checks --------------------------------------------------------------------------------


def mapped(small: Path, text: str, base: str = BASE) -> tuple[dict[str, Map], list[str]]:
    folder = small / "source/maps"
    folder.mkdir(exist_ok=True)
    (folder / "gallia.yaml").write_text(text, encoding="utf-8")
    (folder / "base.json").write_text(base, encoding="utf-8")
    edition, problems = corpus.load(small, config.read(small))
    return edition.maps, [f"{problem.line}: {problem.code}" for problem in problems if not problem.notice]


def test_a_map_is_read(small: Path) -> None:
    maps, problems = mapped(small, MAP)
    assert problems == []
    chart = maps["gallia"]
    assert (chart.extent, chart.parallels) == ((16, 48, 30, 57), (50, 55))
    line, place, area = chart.features
    assert line.parts == (((20, 50), (21, 51)),)
    assert (place.type, place.names["la"]) == ("place", "Urbs")
    assert len(area.parts[0]) == 4


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[16, 48, 30, 57]", "[16, 48, 30]", "1: M03"),
        ("[50, 55]", "[50, north]", "2: M03"),
        ("[50, 55]", "[50, 50]", "2: M03"),
        ("[50, 55]", "[50, nan]", "2: M03"),
        ("[50, 55]", "[-50, 50]", "2: M03"),
        ("[16, 48, 30, 57]", "[30, 48, 16, 57]", "1: M03"),
        ("type: line", "type: lines", "12: M04"),
        ("style: first", "style: fifth", "13: M04"),
        ("20 50, 21 51", "20 50; 21 51", "14: M05"),
        ("20 50, 21 51", "20 50, 21 510", "14: M05"),
        ("    coordinates: 20 50, 21 51\n", "", "12: M05"),
        ("[HEL]", "[HELV]", "17: M06"),
        ("Haec est tabula.", "Vide {note}`nulla-nota`.", "6: R02"),
        ("Haec est tabula.", "<b>Haec</b>", "6: A09"),
    ],
)
def test_a_mistake_is_reported_at_its_line(small: Path, old: str, new: str, problem: str) -> None:
    assert old in MAP
    assert problem in mapped(small, MAP.replace(old, new, 1))[1]


@pytest.mark.parametrize("base", ["", "[]", "{}", '{"land": 1, "lakes": [], "countries": {}, "frontiers": {}}'])
def test_broken_data_of_the_base_map_are_reported(small: Path, base: str) -> None:
    assert "1: M01" in mapped(small, MAP, base)[1]
