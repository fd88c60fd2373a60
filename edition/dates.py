"""Dates of the registers, written in the part of EDTF that an edition needs, and said in words.

EDTF (Library of Congress, ISO 8601-2): a year, a month or a day; ``~`` after it for “about”; two of them with a slash
for an interval; ``..`` for an end that is open or not known. https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date

from edition.messages import message

_OPEN = ".."
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<about>~?)")


@dataclass(frozen=True)
class Date:
    """A year, a month or a day.

    :ivar first: the first day of it.
    :ivar precision: ``y``, ``yMMMM`` or ``yMMMMd``, which is Unicode's skeleton for such a date in words.
    """

    first: datetime.date
    precision: str
    about: bool

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read one date.

        :raises ValueError: where *text* is none.
        """
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date: {text!r}")
        first = datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
        return cls(first, "yMMMMd" if match["day"] else "yMMMM" if match["month"] else "y", bool(match["about"]))

    def words(self, language: str, locale: Locale) -> str:
        """The date as it is written in a sentence."""
        if self.precision == "y":
            text = str(self.first.year)
        elif self.precision == "yMMMM":
            text = format_date(self.first, "LLLL y", locale=locale)
        else:
            text = format_date(self.first, "long", locale=locale)
        return message("about %s", language) % text if self.about else text


@dataclass(frozen=True)
class Period:
    """A date, or an interval: ``start`` and ``end`` are the same date, or None where the end is open."""

    start: Date | None
    end: Date | None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a date or an interval.

        :raises ValueError: where *text* is neither, or ends before it begins.
        """
        start, slash, end = text.partition("/")
        if not slash:
            date = Date.parse(text)
            return cls(date, date)
        ends = [None if part == _OPEN else Date.parse(part) for part in (start, end)]
        if ends == [None, None] or (ends[0] and ends[1] and ends[1].first <= ends[0].first):
            raise ValueError(f"not an interval: {text!r}")
        return cls(*ends)

    def words(self, language: str, locale: Locale) -> str:
        """The period as it is written in a sentence."""
        if self.start is None or self.end is None:
            known, text = (self.start, "from %s") if self.start else (self.end, "until %s")
            assert known is not None  # one of the two is
            return message(text, language) % known.words(language, locale)
        if self.start == self.end:
            return self.start.words(language, locale)
        days = self.start.precision == self.end.precision == "yMMMMd" and not (self.start.about or self.end.about)
        if days and (self.start.first.year, self.start.first.month) == (self.end.first.year, self.end.first.month):
            # Unicode has such intervals with short names of months only.
            patterns = [pattern.replace("MMM", "MMMM") for pattern in locale.interval_formats["yMMMd"]["d"]]
            return "".join(map(format_date, (self.start.first, self.end.first), patterns, (locale, locale)))
        ends = (self.start.words(language, locale), self.end.words(language, locale))
        return ("–" if self.start.precision == self.end.precision == "y" else " – ").join(ends)


def in_words(text: str, language: str, region: str = "") -> str:
    """The dates of an entry in words; nothing where it has none.

    :param region: the region of the language, on which the order of day and month may depend.
    """
    if not text:
        return ""
    return Period.parse(text).words(language, Locale.parse(f"{language}-{region}" if region else language, sep="-"))
