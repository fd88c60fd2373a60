"""The timeline: a vertical axis with what happened, in several pictures.

A year in which much happened is drawn month by month, and a crowded month by ten days. Years, months and days are as long as their labels need, so that no two
labels overlap, and each begins with a tick: the scale changes, and the drawing says where. What is empty is a gap.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from xml.etree.ElementTree import Element

from babel import Locale
from babel.dates import format_skeleton

from edition.drawings.svg import (
    INK,
    PAPER,
    PRINTED_LETTER,
    QUIET,
    WIDEST_LETTER,
    Box,
    Drawing,
    canvas,
    put,
    width_of,
    wrapped,
    written,
)
from edition.messages import message
from edition.model import EVENT_KINDS, DatedEvent

WIDTH = 360.0
_LENGTH = 640.0
"""How long a picture may become: with the width, the window of a phone or two."""

PRINTED_LENGTH = 105.0
"""The same in a book, where pictures follow one another down the pages: what finds no room on one is short."""

_MANY = 9
"""A year with more entries than this is drawn month by month."""

_CROWDED = 6
"""A month with more entries than this is drawn by ten days."""

_AXIS, _KNEE, _MARK, _LABEL = 70.0, 80.0, 88.0, 100.0
_SIZE, _LINE, _SPACE = 12.0, 14.5, 5.0
_TICK_SIZE, _TICK_LINE = 11.0, 12.0
_PAD = 7.0
_SEAM = 1.0
"""Above the tick with which a picture of a book begins."""

_BREAK = 3.0
"""How far above a tick the axis ends in a book: about as far as its pictures stand from each other."""

_GAP = 27.0
_KEY = 18.0


@dataclass(frozen=True)
class Span:
    """A piece of the axis with one scale.

    :ivar name: what its tick says: a year, a month, or years without entries.
    :ivar first: the first day.
    :ivar after: the day after the last.
    :ivar labels: its entries; none for a gap.
    """

    name: str
    first: datetime.date
    after: datetime.date
    labels: tuple[Label, ...] = ()

    @property
    def length(self) -> float:
        """How long it is drawn."""
        tick = _TICK_LINE * len(self.name.split(" ")) + 6
        needed = 2 * _PAD + sum(label.height + _SPACE for label in self.labels) if self.labels else _GAP
        return max(needed, tick)


@dataclass(frozen=True)
class Label:
    """An entry in the drawing: its lines, the place of its date on the axis, and where its words begin."""

    entry: DatedEvent
    date: str
    lines: tuple[str, ...]
    on_axis: float = 0.0
    top: float = 0.0

    @property
    def height(self) -> float:
        """How much room its lines need."""
        return len(self.lines) * _LINE

    @property
    def box(self) -> Box:
        """Where its words stand."""
        widest = max(width_of(line, _SIZE) for line in self.lines)
        return Box(_LABEL, self.top, _LABEL + widest, self.top + self.height)


def timeline(
    entries: Sequence[DatedEvent], language: str, locale: Locale, anchor: str, length: float = _LENGTH
) -> tuple[Drawing, ...]:
    """Draw *entries*, which are in the order of their dates.

    :param locale: of the dates.
    :param anchor: the address of an entry, with ``%s`` for its name: ``#event-%s``.
    :param length: how long a picture may become, unless a single year or month needs more; with
        :data:`PRINTED_LENGTH` the pictures are those of a book.
    """
    printed = length == PRINTED_LENGTH
    letter = PRINTED_LETTER if printed else WIDEST_LETTER
    spans = list(_spans([_label(entry, language, locale, letter) for entry in entries], locale))
    while spans and not spans[-1].labels:  # the axis ends with what happened last
        spans.pop()
    parts = list(_parts(spans, length))
    return tuple(_drawn(place, part, language, anchor, printed=printed) for place, part in enumerate(parts, 1))


def arranged(spans: Sequence[Span], top: float) -> tuple[Label, ...]:
    """The labels of *spans*, one below the other and each as near to its date as the others let it be."""
    dated: list[Label] = []
    highest = top
    for span in spans:
        days = (span.after - span.first).days
        inner = span.length - 2 * _PAD
        for label in span.labels:
            share = (label.entry.first - span.first).days / days
            dated.append(replace(label, on_axis=top + _PAD + share * inner))
        top += span.length
    heights = [label.height + _SPACE for label in dated]
    wanted = [label.on_axis - _LINE / 2 for label in dated]
    lowest = top - _PAD
    places = _apart(wanted, heights, (highest, lowest))
    return tuple(replace(label, top=place) for label, place in zip(dated, places, strict=True))


def _apart(wanted: Sequence[float], heights: Sequence[float], room: tuple[float, float]) -> list[float]:
    """Places as near as can be to the *wanted* ones (least squares) without overlap: pools that share their distance.

    What would stand above or below the *room* is moved into it; it is large enough, as spans are as long as their labels.
    """
    pools: list[tuple[float, float, int]] = []  # where a pool begins, how high it is, how many labels are in it
    for want, height in zip(wanted, heights, strict=True):
        pools.append((want, height, 1))
        while len(pools) > 1 and pools[-2][0] + pools[-2][1] > pools[-1][0]:
            (start, high, count), (later, more, others) = pools[-2], pools[-1]
            pools[-2:] = [((start * count + (later - high) * others) / (count + others), high + more, count + others)]
    places: list[float] = []
    sizes = iter(heights)
    for start, _, count in pools:
        for _ in range(count):
            places.append(start)
            start += next(sizes)
    top, bottom = room
    for index, height in enumerate(heights):
        places[index] = max(places[index], top)
        top = places[index] + height
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], bottom - heights[index] + _SPACE)
        bottom = places[index] - _SPACE
    return places


def _spans(labels: Iterable[Label], locale: Locale) -> Iterator[Span]:
    """The years from the first to the last, those with many entries by month."""
    by_year = {year: list(found) for year, found in groupby(labels, key=lambda label: label.entry.first.year)}
    previous = min(by_year, default=0) - 1
    for year, found in by_year.items():
        if year > previous + 1:
            empty = str(previous + 1) if year == previous + 2 else f"{previous + 1}–{year - 1}"
            yield Span(empty, datetime.date(previous + 1, 1, 1), datetime.date(year, 1, 1))
        if len(found) <= _MANY:
            yield Span(str(year), datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1), tuple(found))
        else:
            yield from _months(year, found, locale)
        previous = year


def _months(year: int, labels: list[Label], locale: Locale) -> Iterator[Span]:
    """The months of a year; empty ones that follow each other are one gap."""
    filled = {label.entry.first.month for label in labels}
    for _, group in groupby(range(1, 13), key=lambda month: month if month in filled else 0):
        months = list(group)
        first = datetime.date(year, months[0], 1)
        after = datetime.date(year + months[-1] // 12, months[-1] % 12 + 1, 1)
        names = [format_skeleton("MMM", datetime.date(year, month, 1), locale=locale) for month in months]
        inside = tuple(label for label in labels if label.entry.first.month in months)
        span = Span(f"{'–'.join(dict.fromkeys((names[0], names[-1])))} {year}", first, after, inside)
        if len(inside) <= _CROWDED:
            yield span
        else:
            yield from _tens(span)


def _tens(month: Span) -> Iterator[Span]:
    """The first ten days of a month, the next and the rest; empty ones that follow each other are one gap."""
    by_ten = [[label for label in month.labels if min((label.entry.first.day - 1) // 10, 2) == ten] for ten in range(3)]
    for _, group in groupby(range(3), key=lambda ten: ten if by_ten[ten] else -1):
        tens = list(group)
        first = month.first.replace(day=10 * tens[0] + 1)
        after = month.after if tens[-1] == 2 else month.first.replace(day=10 * tens[-1] + 11)
        last = after - datetime.timedelta(days=1)
        yield Span(f"{first.day}–{last.day} {month.name}", first, after, tuple(chain(*(by_ten[ten] for ten in tens))))


def _label(entry: DatedEvent, language: str, locale: Locale, letter: float) -> Label:
    date = entry.date.words_within_year(locale)
    lines = wrapped(f"{date} {entry.texts[language].name}".strip(), WIDTH - _LABEL, _SIZE, letter)
    return Label(entry, date, tuple(lines))


def _parts(spans: Iterable[Span], length: float) -> Iterator[list[Span]]:
    """Spans for one picture each, together not longer than a picture may be; in none there is a gap or an entry alone."""
    part: list[Span] = []
    for span in spans:
        long = sum(item.length for item in part) + span.length > length
        if long and span.labels and sum(len(item.labels) for item in part) > 1:
            yield part
            part = []
        part.append(span)
    if part:
        yield part


# -- Drawing ---------------------------------------------------------------------


def _drawn(place: int, spans: list[Span], language: str, anchor: str, *, printed: bool) -> Drawing:
    keyed = place == 1
    above, below, gap = (_SEAM, 0.0, _BREAK) if printed else (_PAD, _PAD, 0.0)
    top = (len(EVENT_KINDS) * _KEY + 2 * _PAD) if keyed else above
    length = sum(span.length for span in spans)
    reach = " – ".join(dict.fromkeys((spans[0].name, spans[-1].name)))
    title = message("Timeline, %s", language) % reach
    count = sum(len(span.labels) for span in spans)
    description = message("A vertical axis with %s events; what follows says the same in words.", language) % count
    name, height = f"timeline-{place}", top + length + below
    root = canvas(f"{name}-{language}", WIDTH, height, title, description, linked=True)
    if keyed:
        _put_key(root, language)
    _put_axis(root, spans, top, gap)
    for label in arranged(spans, top):
        _put_label(root, label, anchor)
    return Drawing(name, title, description, written(root), WIDTH, height)


def _put_key(root: Element, language: str) -> None:
    """What the marks mean."""
    for place, kind in enumerate(EVENT_KINDS):
        middle = _PAD + place * _KEY + _KEY / 2
        _put_mark(root, kind, _AXIS, middle)
        put(root, "text", x=_MARK, y=middle + 4, class_="words", font_size=_SIZE, fill=INK).text = message(
            kind, language
        )


def _put_axis(root: Element, spans: list[Span], top: float, gap: float) -> None:
    for place, span in enumerate(spans, 1):
        bottom = top + span.length
        end = bottom - gap if place < len(spans) else bottom
        dashes = {} if span.labels else {"stroke_dasharray": "2 4"}
        line = {"x1": _AXIS, "x2": _AXIS, "y1": top, "y2": end, "class_": "rule", "stroke": QUIET}
        put(root, "line", **line, stroke_width=1.5, **dashes)
        put(root, "line", x1=_AXIS - 6, x2=_AXIS + 6, y1=top, y2=top, class_="rule", stroke=QUIET, stroke_width=1.5)
        for row, words in enumerate(reversed(span.name.split(" "))):
            y = top + 11 + row * _TICK_LINE
            text = put(root, "text", x=_AXIS - 9, y=y, class_="quiet", font_size=_TICK_SIZE, fill=QUIET)
            text.set("text-anchor", "end")
            text.set("font-weight", "600" if span.labels and not row else "400")
            text.text = words
        top = bottom


def _put_label(root: Element, label: Label, anchor: str) -> None:
    first = label.top + _LINE / 2
    link = put(root, "a", href=anchor % label.entry.slug)
    # The last piece is level, so that the line of one entry never comes near the mark of another.
    bends = ((_AXIS, label.on_axis), (_KNEE, first), (_MARK, first))
    points = " ".join(f"{_coordinate(x)},{_coordinate(y)}" for x, y in bends)
    put(link, "polyline", points=points, class_="rule", stroke=QUIET, stroke_width=0.7, fill="none")
    _put_mark(link, label.entry.kind, _MARK, first)
    text = put(link, "text", class_="words", font_size=_SIZE, fill=INK)
    for place, line in enumerate(label.lines):
        shown = put(text, "tspan", x=_LABEL, y=first + 4 + place * _LINE)
        if place == 0 and label.date and line.startswith(label.date):
            shown.set("font-weight", "600")
            shown.text = label.date
            put(text, "tspan").text = line[len(label.date) :]
        else:
            shown.text = line
        if place + 1 < len(label.lines):
            # For who copies or hears it.
            text[-1].text = f"{text[-1].text} "


def _coordinate(value: float) -> str:
    """A coordinate to a tenth."""
    return f"{round(value, 1):g}"


def _put_mark(parent: Element, kind: str, x: float, y: float) -> None:
    """The mark of a kind, told apart by its shape and not by its colour alone."""
    look: dict[str, object] = {
        "class_": f"symbol symbol-{EVENT_KINDS.index(kind) + 1}",
        "stroke": INK,
        "stroke_width": 1.3,
    }
    if kind == "diplomacy":
        put(parent, "circle", cx=x, cy=y, r=3.8, fill=PAPER, **look)
    elif kind == "war":
        put(parent, "rect", x=x - 3.8, y=y - 3.8, width=7.6, height=7.6, fill=INK, **look)
    elif kind == "territory":
        put(parent, "path", d=f"M{x:g} {y - 5:.1f}l5 5l-5 5l-5-5Z", fill=PAPER, **look)
    elif kind == "economy":
        put(parent, "path", d=f"M{x:g} {y - 4.5:.1f}l4.6 8.4h-9.2Z", fill=INK, **look)
    else:
        put(parent, "circle", cx=x, cy=y, r=3.8, fill=INK, **look)
