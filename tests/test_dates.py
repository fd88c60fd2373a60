"""Dates of the registers and the chronology: which are EDTF, what they cover, and how they are said."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.dates import Period, in_words, locale_of, sentence


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1939-08-23", "1939-08-23", "1939-08-23"),
        ("1940-02", "1940-02-01", "1940-02-29"),
        ("1931", "1931-01-01", "1931-12-31"),
        ("1938-09-29/1938-09-30", "1938-09-29", "1938-09-30"),
        ("1922/1933", "1922-01-01", "1933-12-31"),
        ("1939/1940-02", "1939-01-01", "1940-02-29"),
    ],
)
def test_what_a_date_covers(text: str, first: str, last: str) -> None:
    assert Period.parse(text).days == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize("text", ["1939~", "1918/..", "../1941-06-22", "1899~/1942", "1899/1942~"])
def test_a_date_whose_days_are_not_known(text: str) -> None:
    assert Period.parse(text).days is None


@given(st.dates(datetime.date(1000, 1, 1)))
def test_every_day_is_a_date(day: datetime.date) -> None:
    assert Period.parse(day.isoformat()).days == (day, day)


@pytest.mark.parametrize(
    ("text", "ro", "en", "de"),
    [
        ("", "", "", ""),
        ("1899", "1899", "1899", "1899"),
        ("1939-08", "august 1939", "August 1939", "August 1939"),
        ("1939-08-23", "23 august 1939", "23 August 1939", "23. August 1939"),
        ("1938-09-29/1938-09-30", "29–30 septembrie 1938", "29–30 September 1938", "29.–30. September 1938"),
        ("1893-04-30/1946-10-16", "30 aprilie 1893 – 16 octombrie 1946", "30 April 1893 – 16 October 1946",
         "30. April 1893 – 16. Oktober 1946"),
        ("1925/1933", "1925–1933", "1925–1933", "1925–1933"),
    ],
)  # fmt: skip
def test_dates_in_words(text: str, ro: str, en: str, de: str) -> None:
    assert (in_words(text, "ro"), in_words(text, "en", "GB"), in_words(text, "de")) == (ro, en, de)


@pytest.mark.parametrize(
    ("text", "ro", "en"),
    [
        ("1899~", "cca. 1899", "about 1899"),
        ("1918/..", "din 1918", "from 1918"),
        ("../1941-06-22", "până la 22 iunie 1941", "until 22 June 1941"),
        ("1899~/1942-02", "cca. 1899 – februarie 1942", "about 1899 – February 1942"),
    ],
)
def test_what_is_not_exact_in_words(text: str, ro: str, en: str) -> None:
    assert (in_words(text, "ro"), in_words(text, "en", "GB")) == (ro, en)


def test_a_description_begins_with_the_dates_as_a_sentence() -> None:
    found = [(sentence(text, "ro"), sentence(text, "en", "GB")) for text in ("1918/..", "1939-09", "1939-08-23", "")]
    assert found == [
        ("Din 1918.", "From 1918."),
        ("Septembrie 1939.", "September 1939."),
        ("23 august 1939.", "23 August 1939."),
        ("", ""),
    ]


def test_a_language_in_which_a_word_of_the_date_has_the_letter_of_the_day() -> None:
    assert in_words("1938-09-29/1938-09-30", "es") == "29–30 de septiembre de 1938"


def test_within_a_year() -> None:
    texts = ("1939-08-23", "1939-08", "1939", "1939-08-20/1939-08-21", "1939-08/1939-09-02", "1939/1940-01")
    shown = [Period.parse(text).words_within_year(locale_of("en", "GB")) for text in texts]
    assert shown == ["23 Aug", "Aug", "", "20–21 Aug", "Aug\u2009–\u2009Sept", ""]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "39",
        "1939-8",
        "1939-13",
        "1939-02-30",
        "23.08.1939",
        "1939?",
        "1940/1939",
        "1939/1939",
        "../..",
        "/1939",
        "1939/",
        "1/2/3",
        "١٩٣٩",
        "x",
        "~",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)
