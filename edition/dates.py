"""Dates as the registers write them, in EDTF (ISO 8601-2, level 0), and the same in the words of a language.

A year, a month, a day, or two of these with a slash between them: ``1931``, ``1940-08``, ``1939-08-23``,
``1938-09-29/1938-09-30``. Nothing else of EDTF is used by the edition.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from babel.dates import format_date, format_interval, format_skeleton, get_date_format

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?", re.ASCII)
_DAY = re.compile(r"'[^']*'|d+")
_WITHOUT_YEAR = {4: "", 7: "MMM", 10: "MMMd"}
_YEAR, _MONTH = 4, 7


@dataclass(frozen=True)
class Period:
    """What an EDTF date covers.

    :ivar text: the date as it was written.
    :ivar first: its first day.
    :ivar last: its last day; that of a single day is the first.
    """

    text: str
    first: datetime.date
    last: datetime.date

    @property
    def order(self) -> tuple[datetime.date, datetime.date]:
        """The key by which dates are sorted: the first day, then the last."""
        return self.first, self.last

    def words(self, locale: str) -> str:
        """The date in full, in the words of *locale* (as ``en_GB``)."""
        start, _, end = self.text.partition("/")
        if len(start) == _YEAR:
            return "–".join(filter(None, (start, end)))
        if len(start) == _MONTH:
            both = [format_skeleton("yMMMM", day, locale=locale) for day in (self.first, self.last)]
        elif end and start[:_MONTH] == end[:_MONTH]:
            days = f"'{self.first.day}–{self.last.day}'"
            pattern = get_date_format("long", locale).pattern
            return format_date(self.last, _DAY.sub(lambda it: days if it[0][0] == "d" else it[0], pattern), locale)
        else:
            both = [format_date(day, "long", locale) for day in (self.first, self.last)]
        return " – ".join(both if end else both[:1])

    def words_within_year(self, locale: str) -> str:
        """Day and month in few words, for a place where the year is known; nothing for a year alone."""
        start, _, end = self.text.partition("/")
        skeleton = _WITHOUT_YEAR[len(start)]
        if not skeleton:
            return ""
        if end:
            return format_interval(self.first, self.last, skeleton, locale=locale)
        return format_skeleton(skeleton, self.first, locale=locale)


def parse(text: str) -> Period | None:
    """Read a date; None where it is none, or ends before it begins."""
    points = [_point(part) for part in text.split("/")]
    if len(points) > 2 or (len(points) == 2 and len(text.partition("/")[0]) != len(text.partition("/")[2])):
        return None
    first, last = points[0], points[-1]
    if first is None or last is None or last[1] < first[0]:
        return None
    return Period(text, first[0], last[1])


def _point(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a year, a month or a day."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    assert year is not None  # the pattern has one
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    end_month = month or 12
    return first, datetime.date(year, end_month, day or calendar.monthrange(year, end_month)[1])
