"""The maps: an equidistant conic projection, and what stands on it.

The meridians are straight and the parallels are arcs of circles; distances along the meridians, and along the two
standard parallels, are true (Snyder, *Map Projections: A Working Manual*, 1987, pp. 111–115). The earth is a sphere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, dist, radians, sin
from xml.etree.ElementTree import Element

from edition.drawings.svg import (
    INK,
    PAPER,
    QUIET,
    Box,
    Drawing,
    canvas,
    path_of,
    put,
    width_of,
    wrapped,
    written,
)
from edition.messages import message
from edition.model import BaseMap, Feature, Map, Point

WIDTH = 360.0
RADIUS = 6371.0
"""Of the earth, in kilometres."""

SIZE = 10.0
_LINE = 12.0
_LEGEND_SIZE, _LEGEND_LINE = 11.5, 14.5
_PAD, _SWATCH = 8.0, 26.0
_MARGIN = 4.0
_DOT = 1.9
_FAR = 9.0
"""From this distance on a name is joined to its place by a line."""

_SMALL = 16.0
"""An area that is neither wider nor higher than this has no room for its hatches: it is filled, above the lines."""

_LENGTHS = (1000, 500, 200, 100, 50, 20)

_FILLS = {"first": "#d8b365", "second": "#7fa7c9", "third": "#a6c48a", "fourth": "#c99ab0"}
_STROKES: dict[str, dict[str, object]] = {
    "first": {"stroke": "#8c2d04", "stroke_width": 2.4},
    "second": {"stroke": "#08519c", "stroke_width": 2.4, "stroke_dasharray": "7 3"},
    "third": {"stroke": "#1b6b2f", "stroke_width": 1.8, "stroke_dasharray": "2 2.5"},
    "fourth": {"stroke": "#6a1b5d", "stroke_width": 1.8, "stroke_dasharray": "8 2 2 2"},
    "frontier": {"stroke": QUIET, "stroke_width": 0.9, "stroke_dasharray": "4 1.6 1 1.6"},
    "river": {"stroke": "#3f78a8", "stroke_width": 0.8},
}
_HATCHES = {"first": "M0 6L6 0", "second": "M0 0L6 6", "third": "M0 3H6", "fourth": "M3 0V6"}


@dataclass(frozen=True)
class Projection:
    """An equidistant conic projection of an extent onto a width.

    :ivar extent: west, south, east, north, in degrees.
    :ivar parallels: the standard parallels, in degrees; not the same, and not opposite.
    """

    extent: tuple[float, float, float, float]
    parallels: tuple[float, float]
    width: float

    @cached_property
    def _cone(self) -> tuple[float, float]:
        first, second = map(radians, self.parallels)
        constant = (cos(first) - cos(second)) / (second - first)
        return constant, cos(first) / constant + first

    def _plane(self, point: Point) -> tuple[float, float]:
        """East and south of the pole of the cone, in radii of the earth."""
        west, _, east, _ = self.extent
        constant, apex = self._cone
        distance, angle = apex - radians(point[1]), constant * radians(point[0] - (west + east) / 2)
        return distance * sin(angle), distance * cos(angle)

    @cached_property
    def _frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the largest frame that shows nothing outside the extent east and west."""
        west, south, east, north = self.extent
        corners = [self._plane((x, y)) for x in (west, east) for y in (south, north)]
        half = min(abs(x) for x, _ in corners)
        middle = (west + east) / 2
        return -half, self._plane((middle, north))[1], half, self._plane((middle, south))[1]

    @property
    def scale(self) -> float:
        """Units of the drawing for a kilometre, along a meridian."""
        left, _, right, _ = self._frame
        return self.width / ((right - left) * RADIUS)

    @property
    def height(self) -> float:
        """How high the frame is drawn."""
        _, top, _, bottom = self._frame
        return (bottom - top) * RADIUS * self.scale

    def __call__(self, point: Point) -> tuple[float, float]:
        """Where a place is drawn."""
        x, y = self._plane(point)
        left, top, _, _ = self._frame
        factor = RADIUS * self.scale
        return (x - left) * factor, (y - top) * factor


@dataclass(frozen=True)
class Name:
    """Words on a map.

    :ivar lines: the words.
    :ivar x: of the point of the first line that *anchor* says.
    :ivar anchor: what of every line stands there: its ``start``, its ``middle`` or its ``end``.
    :ivar place: the point that they name, if they name one.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    place: Point | None = None

    @property
    def box(self) -> Box:
        """Where the words stand."""
        width = max(width_of(line, SIZE) for line in self.lines)
        left = self.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return Box(left, self.y - SIZE * 0.7, left + width, self.y + SIZE * 0.2 + _LINE * (len(self.lines) - 1))

    @property
    def leader(self) -> tuple[Point, Point] | None:
        """The line from the place to the nearest edge of the words, where they stand far from it."""
        if self.place is None:
            return None
        x, y = self.place
        box = self.box
        edge = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
        return (self.place, edge) if dist(self.place, edge) > _FAR else None


def draw(chart: Map, base: BaseMap, language: str) -> Drawing:
    """Draw a map with its legend in one language."""
    project = Projection(chart.extent, chart.parallels, WIDTH)
    legend = _legend(chart, language)
    height = project.height + _PAD + sum(len(lines) * _LEGEND_LINE + 4 for _, lines in legend) + 26
    name = f"map-{chart.slug}"
    title = chart.texts[language].title
    description = message("All that the map shows is said in the text below it.", language)
    root = canvas(f"{name}-{language}", WIDTH, height, title, description, linked=False)
    own = f"{name}-{language}"
    _put_definitions(root, own, project, base)
    frame = put(root, "g", clip_path=f"url(#{own}-frame)")
    put(frame, "rect", width=WIDTH, height=project.height, class_="water", fill="#e8eff5")
    put(frame, "path", d=_rings(project, base.land), class_="land", fill="#fbf9f4", stroke=QUIET, stroke_width=0.5)
    areas = put(frame, "g", clip_path=f"url(#{own}-land)")
    for feature in chart.features:
        if feature.type == "area" and not _small(project, feature):
            _put_area(areas, feature, own, _rings(project, feature.parts))
    put(frame, "path", d=_rings(project, base.lakes), class_="water", fill="#e8eff5", stroke=QUIET, stroke_width=0.4)
    for feature in chart.features:
        if feature.type == "line":
            _put_line(frame, feature.style, " ".join(path_of(map(project, part)) for part in feature.parts))
    for feature in chart.features:
        if feature.type == "area" and _small(project, feature):
            _put_small(frame, feature.style, _rings(project, feature.parts))
    found = names(chart, language)
    small = [
        _bounds(project, feature) for feature in chart.features if feature.type == "area" and _small(project, feature)
    ]
    for words in found:
        if words.place is not None:
            _put_place(frame, words.place, words.leader, hiding=any(box.has(words.place) for box in small))
    for words in found:
        _put_name(frame, words)
    put(root, "rect", width=WIDTH, height=project.height, class_="rule", fill="none", stroke=QUIET)
    _put_scale(root, project, project.height + _PAD)
    _put_legend(root, project, legend, own, project.height + 26 + _PAD)
    return Drawing(name, title, description, written(root), WIDTH, height)


def names(chart: Map, language: str) -> tuple[Name, ...]:
    """The words on a map, where they stand; a bar in a name divides it into lines."""
    project = Projection(chart.extent, chart.parallels, WIDTH)
    found = []
    for feature in chart.features:
        if language not in feature.names:
            continue
        lines = tuple(feature.names[language].split("|"))
        if feature.type == "place":
            x, y = place = project(feature.parts[0][0])
            dx, dy = feature.at or (4.0, 3.5)
            anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
            found.append(Name(lines, x + dx, y + dy, anchor, place))
        elif feature.at is not None:
            found.append(Name(lines, *project(feature.at), "middle"))
    return tuple(found)


def _rings(project: Projection, rings: Iterable[Sequence[Point]]) -> str:
    shown = (_within(project, [project(point) for point in ring]) for ring in rings)
    return "".join(path_of(ring, closed=True) for ring in shown if ring)


def _within(project: Projection, ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The part of a closed ring in the frame and a margin around it (Sutherland and Hodgman, 1974)."""
    far = (-WIDTH - _MARGIN, -project.height - _MARGIN)
    for axis, sign, limit in ((0, 1, -_MARGIN), (0, -1, far[0]), (1, 1, -_MARGIN), (1, -1, far[1])):
        kept: list[tuple[float, float]] = []
        for last, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            before, here = sign * last[axis] - limit, sign * point[axis] - limit
            if (before < 0) != (here < 0):
                share = before / (before - here)
                kept.append((last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])))
            if here >= 0:
                kept.append(point)
        ring = kept
    return ring


def _put_definitions(root: Element, own: str, project: Projection, base: BaseMap) -> None:
    definitions = put(root, "defs")
    clip = put(definitions, "clipPath", id=f"{own}-frame")
    put(clip, "rect", width=WIDTH, height=project.height)
    clip = put(definitions, "clipPath", id=f"{own}-land")
    put(clip, "path", d=_rings(project, base.land))
    for style, path in _HATCHES.items():
        pattern = put(definitions, "pattern", id=f"{own}-{style}", width=6, height=6)
        pattern.set("patternUnits", "userSpaceOnUse")
        put(pattern, "path", d=path, class_=f"hatch hatch-{style}", stroke=_FILLS[style], stroke_width=1.8, fill="none")


def _put_area(parent: Element, feature: Feature, own: str, d: str) -> None:
    style = feature.style
    put(parent, "path", d=d, class_=f"area area-{style}", fill=_FILLS[style], fill_opacity="0.3")
    put(parent, "path", d=d, fill=f"url(#{own}-{style})")
    put(parent, "path", d=d, class_=f"edge edge-{style}", fill="none", stroke=_FILLS[style], stroke_width=1.0)


def _bounds(project: Projection, feature: Feature) -> Box:
    across, down = zip(*(project(point) for part in feature.parts for point in part), strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _small(project: Projection, feature: Feature) -> bool:
    box = _bounds(project, feature)
    return max(box.right - box.left, box.bottom - box.top) < _SMALL


def _put_small(parent: Element, style: str, d: str) -> None:
    look = {"fill": _FILLS[style], "stroke": _STROKES[style]["stroke"], "stroke_width": 0.7}
    put(parent, "path", d=d, class_=f"line-{style}", stroke_linejoin="round", **look)


def _put_line(parent: Element, style: str, d: str) -> None:
    look = _STROKES[style]
    put(parent, "path", d=d, class_=f"line line-{style}", fill="none", stroke_linejoin="round", **look)


def _put_place(parent: Element, place: Point, leader: tuple[Point, Point] | None, *, hiding: bool) -> None:
    """The dot of a place, half as large where it would hide an area, and the line to a name that stands far from it."""
    if leader is not None:
        put(parent, "path", d=path_of(leader), class_="rule", fill="none", stroke=INK, stroke_width=0.7)
    radius = _DOT / 2 if hiding else _DOT
    put(parent, "circle", cx=place[0], cy=place[1], r=radius, class_="words", fill=INK)


def _put_name(parent: Element, words: Name) -> None:
    text = put(parent, "text", class_="name", font_size=SIZE, fill=INK, stroke=PAPER, stroke_width=2.4)
    text.set("paint-order", "stroke")
    text.set("stroke-linejoin", "round")
    text.set("text-anchor", words.anchor)
    for place, line in enumerate(words.lines):
        put(text, "tspan", x=words.x, y=words.y + place * _LINE).text = line


def _put_scale(root: Element, project: Projection, top: float) -> None:
    """A bar of a round number of kilometres, at most a third of the width."""
    length = next(length for length in _LENGTHS if length * project.scale <= WIDTH / 3)
    right = 2 + length * project.scale
    d = f"M2 {top:.1f}v5h{length * project.scale:.1f}v-5"
    put(root, "path", d=d, class_="rule", fill="none", stroke=INK)
    put(root, "text", x=right + 6, y=top + 7, class_="words", font_size=SIZE, fill=INK).text = f"{length} km"


def _legend(chart: Map, language: str) -> list[tuple[Feature, list[str]]]:
    room = WIDTH - _SWATCH - _PAD
    return [
        (feature, wrapped(feature.legends[language], room, _LEGEND_SIZE))
        for feature in chart.features
        if language in feature.legends
    ]


def _put_legend(
    root: Element, project: Projection, legend: list[tuple[Feature, list[str]]], own: str, top: float
) -> None:
    for feature, lines in legend:
        middle = top + _LEGEND_LINE / 2
        if feature.type == "area" and _small(project, feature):
            _put_small(root, feature.style, f"M1 {middle - 5:.1f}h22v10h-22Z")
        elif feature.type == "area":
            _put_area(root, feature, own, f"M1 {middle - 5:.1f}h22v10h-22Z")
        elif feature.type == "line":
            _put_line(root, feature.style, f"M1 {middle:.1f}h22")
        text = put(root, "text", class_="words", font_size=_LEGEND_SIZE, fill=INK)
        for place, line in enumerate(lines):
            space = " " if place + 1 < len(lines) else ""
            put(text, "tspan", x=_SWATCH + 4, y=middle + 4 + place * _LEGEND_LINE).text = line + space
        top += len(lines) * _LEGEND_LINE + 4
