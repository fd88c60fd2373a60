"""Dates of the registers and the chronology, written in the part of EDTF that an edition needs, and said in words.

EDTF (Library of Congress, ISO 8601-2): a year, a month or a day; ``~`` after it for “about”; two of them with a slash
for an interval; ``..`` for an end that is open or not known. https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_date_format

from edition.messages import message

_OPEN = ".."
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<about>~?)")
_QUOTED_OR_DAY = re.compile(r"'[^']*'|(?P<day>d+)(?P<point>\.?)")
_WITHOUT_YEAR = {"yMMMM": "MMM", "yMMMMd": "MMMd"}


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

    @property
    def last(self) -> datetime.date:
        """The last day of it."""
        if self.precision == "yMMMMd":
            return self.first
        month = 12 if self.precision == "y" else self.first.month
        return datetime.date(self.first.year, month, calendar.monthrange(self.first.year, month)[1])

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

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first day and the last; None where these are not known, as an end is open or only about right."""
        if self.start is None or self.end is None or self.start.about or self.end.about:
            return None
        return self.start.first, self.end.last

    def words(self, language: str, locale: Locale) -> str:
        """The period as it is written in a sentence."""
        if self.start is None or self.end is None:
            known, text = (self.start, "from %s") if self.start else (self.end, "until %s")
            assert known is not None  # one of the two is
            return message(text, language) % known.words(language, locale)
        if self.start == self.end:
            return self.start.words(language, locale)
        days = self.days if self.start.precision == self.end.precision == "yMMMMd" else None
        if days and (days[0].year, days[0].month) == (days[1].year, days[1].month):
            return _days_of_month(*days, locale)
        ends = (self.start.words(language, locale), self.end.words(language, locale))
        return ("–" if self.start.precision == self.end.precision == "y" else " – ").join(ends)

    def words_within_year(self, locale: Locale) -> str:
        """Day and month in few words, for a place where the year is known; nothing where the year is all there is."""
        if self.days is None or self.start is None or self.end is None:
            return ""
        # The less exact of the two, which is the shorter.
        skeleton = _WITHOUT_YEAR.get(min(self.start.precision, self.end.precision, key=len), "")
        if not skeleton:
            return ""
        if self.start == self.end:
            return format_skeleton(skeleton, self.start.first, locale=locale)
        return format_interval(*self.days, skeleton, locale=locale)


def locale_of(language: str, region: str = "") -> Locale:
    """The locale of a language.

    :param region: the region of the language, on which the order of day and month may depend.
    """
    return Locale.parse(f"{language}-{region}" if region else language, sep="-")


def in_words(text: str, language: str, region: str = "") -> str:
    """The dates of an entry in words; nothing where it has none."""
    return Period.parse(text).words(language, locale_of(language, region)) if text else ""


def sentence(text: str, language: str, region: str = "") -> str:
    """The dates of an entry as the sentence with which its description begins; nothing where it has none."""
    words = in_words(text, language, region)
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _days_of_month(first: datetime.date, last: datetime.date, locale: Locale) -> str:
    """Days of one month, with the name of the month in full, which Unicode's intervals have only in short."""

    def both(match: re.Match[str]) -> str:
        point = match["point"]
        return f"'{first.day}{point}–{last.day}{point}'" if match["day"] else match[0]

    return format_date(last, _QUOTED_OR_DAY.sub(both, get_date_format("long", locale).pattern), locale)
