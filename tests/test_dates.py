"""Dates of the registers: which are EDTF, and how they are said."""

from __future__ import annotations

import pytest

from edition.dates import Period, in_words


@pytest.mark.parametrize(
    ("text", "ro", "en"),
    [
        ("", "", ""),
        ("1899", "1899", "1899"),
        ("1899~", "cca. 1899", "about 1899"),
        ("1939-08", "august 1939", "August 1939"),
        ("1939-08-23", "23 august 1939", "23 August 1939"),
        ("1938-09-29/1938-09-30", "29–30 septembrie 1938", "29–30 September 1938"),
        ("1893-04-30/1946-10-16", "30 aprilie 1893 – 16 octombrie 1946", "30 April 1893 – 16 October 1946"),
        ("1925/1933", "1925–1933", "1925–1933"),
        ("1918/..", "din 1918", "from 1918"),
        ("../1941-06-22", "până la 22 iunie 1941", "until 22 June 1941"),
        ("1899~/1942-02", "cca. 1899 – februarie 1942", "about 1899 – February 1942"),
    ],
)
def test_dates_in_words(text: str, ro: str, en: str) -> None:
    assert in_words(text, "ro") == ro
    assert in_words(text, "en", "GB") == en


@pytest.mark.parametrize(
    "text",
    [
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
        "x",
        "~",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)
