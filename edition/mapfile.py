"""Read the maps: what is drawn on each, and the data of coasts, lakes and frontiers on which it is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

import yaml

from edition.frontmatter import Reader, Value
from edition.markup import allowed
from edition.messages import Said, say
from edition.model import FEATURE_STYLES, FEATURE_TYPES, SLUG, BaseMap, Feature, Map, MapText, Point, Problem
from edition.nearest import did_you_mean

_POINTS = say("write “longitude latitude” in degrees, with a comma between points: 21.1 52.7, 21.6 53.1")


def base_map(name: str, text: str, problems: list[Problem]) -> BaseMap:
    """Read the data of the base map: a JSON object with ``land``, ``lakes``, ``countries`` and ``frontiers``."""
    try:
        data = json.loads(text)
        return BaseMap(
            _lines(data["land"]),
            _lines(data["lakes"]),
            {code: _lines(lines) for code, lines in data["countries"].items()},
            {code: _lines(lines) for code, lines in data["frontiers"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = say("it is made as docs/maps.md says, and not by hand")
        problems.append(Problem(name, 1, "M01", say("these are no data of a base map"), hint))
        return BaseMap()


def _lines(data: Iterable[Iterable[Sequence[Any]]]) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple((float(x), float(y)) for x, y in line) for line in data)


def parse(
    path: PurePosixPath, text: str, languages: tuple[str, ...], base: BaseMap, problems: list[Problem]
) -> Map | None:
    """Parse one map; None where it cannot be drawn. Features that cannot be used are left out."""
    reader = Reader(str(path), 1, problems)
    node = reader.compose(text)
    if node is None:
        return None
    if SLUG.fullmatch(path.stem) is None:
        reader.problem(
            1, "M02", say("“{stem}” cannot be the name of a map", stem=path.stem), say("use small letters and hyphens")
        )
    fields = reader.fields(node, say("the map"), ("extent", "parallels", "features", *languages))
    extent, parallels = _numbers(reader, fields, "extent", 4), _numbers(reader, fields, "parallels", 2)
    texts = {code: part for code in languages if (part := _text(reader, code, fields)) is not None}
    features = [feature for item in _items(reader, fields) if (feature := _feature(reader, item, languages, base))]
    if extent is None or parallels is None or len(texts) < len(languages):
        return None
    west, south, east, north = extent
    return Map(path.stem, path, (west, south, east, north), (parallels[0], parallels[1]), tuple(features), texts)


def _text(reader: Reader, language: str, fields: dict[str, tuple[yaml.Node, int]]) -> MapText | None:
    if language not in fields:
        return None
    parts = reader.fields(fields[language][0], say("“{language}” of the map", language=language), ("title", "text"))
    title, text = reader.text(parts, "title"), reader.text(parts, "text")
    if title is None or text is None:
        return None
    # A block scalar begins below its sign.
    line = text.line + (getattr(parts["text"][0], "style", None) in {"|", ">"})
    reader.problems.extend(allowed(reader.name, text.text, line))
    return MapText(title.text, text.text, line)


def _numbers(reader: Reader, fields: dict[str, tuple[yaml.Node, int]], key: str, count: int) -> list[float] | None:
    """Degrees, of which the second half is greater than the first; latitudes are north, as a cone has one side."""
    values = reader.texts(fields, key)
    try:
        numbers = [float(value.text) for value in values]
    except ValueError:
        numbers = []
    lesser, greater = numbers[: count // 2], numbers[count // 2 :]
    in_order = all(-180 <= low < high <= 180 for low, high in zip(lesser, greater, strict=False))
    if len(numbers) == count and in_order and lesser[-1] > 0 and greater[-1] < 90:
        return numbers
    if values:
        hint = say("write extent: [west, south, east, north] or parallels: [south, north], in degrees east and north")
        reader.problem(
            values[0].line,
            "M03",
            say("“{key}” must be {count} numbers of degrees, the lesser first", key=key, count=count),
            hint,
        )
    return None


def _items(reader: Reader, fields: dict[str, tuple[yaml.Node, int]]) -> list[yaml.Node]:
    if "features" not in fields:
        return []
    node, line = fields["features"]
    if not isinstance(node, yaml.SequenceNode):
        reader.problem(line, "Y05", say("“features” must be a list"), say("begin each feature with “- type: …”"))
        return []
    return list(node.value)


def _feature(reader: Reader, node: yaml.Node, languages: tuple[str, ...], base: BaseMap) -> Feature | None:
    optional = ("style", "coordinates", "countries", "frontiers", "at", "name", "legend")
    fields = reader.fields(node, say("a feature"), ("type",), optional)
    kind, style = reader.text(fields, "type"), reader.text(fields, "style")
    reader.one_of(kind, "M04", "type", FEATURE_TYPES)
    reader.one_of(style, "M04", "style", FEATURE_STYLES)
    names, legends = (_words(reader, fields, key, languages) for key in ("name", "legend"))
    coordinates, at = reader.text(fields, "coordinates"), reader.text(fields, "at")
    own = _points(reader, coordinates) if coordinates is not None else ()
    middle = _points(reader, at) if at is not None else ()
    parts = [
        *([own] if own else []),
        *_of_base(reader, reader.texts(fields, "countries"), base.countries, say("country")),
        *_of_base(reader, reader.texts(fields, "frontiers"), base.frontiers, say("frontier")),
    ]
    if kind is None:
        return None
    if not parts and not middle:
        reader.problem(
            reader.line(node),
            "M05",
            say("nothing says where this {kind} is", kind=kind.text),
            say("coordinates: {POINTS}", POINTS=_POINTS),
        )
        return None
    return Feature(kind.text, style.text if style else "", tuple(parts), middle[0] if middle else None, names, legends)


def _words(
    reader: Reader, fields: dict[str, tuple[yaml.Node, int]], key: str, languages: tuple[str, ...]
) -> dict[str, str]:
    if key not in fields:
        return {}
    parts = reader.fields(fields[key][0], say("the {key}", key=key), languages)
    return {code: value.text for code in languages if (value := reader.text(parts, code)) is not None}


def _points(reader: Reader, value: Value) -> tuple[Point, ...]:
    try:
        pairs = [tuple(map(float, pair.split())) for pair in value.text.split(",")]
        points = tuple((x, y) for x, y in pairs)
    except ValueError:
        points = ()
    if not points or not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        reader.problem(value.line, "M05", say("these are no coordinates"), _POINTS)
        return ()
    return points


def _of_base(
    reader: Reader, codes: Iterable[Value], known: dict[str, tuple[tuple[Point, ...], ...]], what: Said
) -> list[tuple[Point, ...]]:
    found: list[tuple[Point, ...]] = []
    for code in codes:
        if code.text not in known:
            hint = did_you_mean(code.text, known, say("the base map has {listed}", listed=", ".join(known)))
            reader.problem(
                code.line, "M06", say("there is no {what} “{code}” in the base map", what=what, code=code.text), hint
            )
        found += known.get(code.text, ())
    return found
