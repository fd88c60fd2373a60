"""Dates of the registers: what is one, how they are sorted, and how a language says them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.dates import Period, parse


def known(text: str) -> Period:
    period = parse(text)
    assert period is not None
    return period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1939-08-23", "1939-08-23", "1939-08-23"),
        ("1940-02", "1940-02-01", "1940-02-29"),
        ("1931", "1931-01-01", "1931-12-31"),
        ("1938-09-29/1938-09-30", "1938-09-29", "1938-09-30"),
        ("1922/1933", "1922-01-01", "1933-12-31"),
    ],
)
def test_what_a_date_covers(text: str, first: str, last: str) -> None:
    period = known(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "39", "1939-8-23", "1939-13", "1939-02-30", "23.08.1939", "1939-08-23/", "1939/1938", "1939/1940-01", "1/2/3",
     "١٩٣٩", "1939~"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse(text) is None


@given(st.dates(datetime.date(1000, 1, 1)))
def test_every_day_is_a_date(day: datetime.date) -> None:
    assert (known(day.isoformat()).first, known(day.isoformat()).last) == (day, day)


@pytest.mark.parametrize(
    ("text", "romanian", "english", "german"),
    [
        ("1939-08-23", "23 august 1939", "23 August 1939", "23. August 1939"),
        ("1940-08", "august 1940", "August 1940", "August 1940"),
        ("1931", "1931", "1931", "1931"),
        ("1922/1933", "1922–1933", "1922–1933", "1922–1933"),
        ("1938-09-29/1938-09-30", "29–30 septembrie 1938", "29–30 September 1938", "29–30. September 1938"),
        ("1939-09-28/1939-10-10", "28 septembrie 1939 – 10 octombrie 1939", "28 September 1939 – 10 October 1939",
         "28. September 1939 – 10. Oktober 1939"),
    ],
)  # fmt: skip
def test_a_date_in_words(text: str, romanian: str, english: str, german: str) -> None:
    assert [known(text).words(locale) for locale in ("ro", "en_GB", "de")] == [romanian, english, german]


def test_a_language_in_which_a_word_of_the_date_has_the_letter_of_the_day() -> None:
    assert known("1938-09-29/1938-09-30").words("es") == "29–30 de septiembre de 1938"


def test_within_a_year() -> None:
    texts = ("1939-08-23", "1939-08", "1939", "1939-08-20/1939-08-21")
    assert [known(text).words_within_year("en_GB") for text in texts] == ["23 Aug", "Aug", "", "20–21 Aug"]
