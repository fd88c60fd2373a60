"""The timeline and the maps in a browser: they fit on a phone, can be read in the dark, and lead to their rows."""

from __future__ import annotations

import re

import pytest
from browsing import LANGUAGES, NARROW, OVERFLOW, WIDE, Reader
from conftest import Site
from playwright.sync_api import expect

by_page = pytest.mark.parametrize("page_name", ["chronology", "maps"])
by_language = pytest.mark.parametrize("language", LANGUAGES)

SMALLEST = """() => Math.min(...[...document.querySelectorAll(".drawing text")].map(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a))"""

OVERLAPPING = """() => [...document.querySelectorAll(".drawing svg")].flatMap(svg => {
  const texts = [...svg.querySelectorAll("a text, text.name")];
  const boxes = texts.map(text => text.getBBox());
  return texts.flatMap((text, i) => texts.slice(i + 1).filter((_, j) => {
    const [a, b] = [boxes[i], boxes[i + 1 + j]];
    return Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.5
      && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 3;
  }).map(other => `${text.textContent} / ${other.textContent}`));
})"""

OUTSIDE = """() => [...document.querySelectorAll(".drawing svg")].flatMap(svg =>
  [...svg.querySelectorAll("text")].filter(text => {
    const box = text.getBBox();
    return box.x < -0.5 || box.x + box.width > svg.viewBox.baseVal.width + 0.5;
  }).map(text => text.textContent))"""

CONTRASTS = """() => {
  const channel = value => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(channel);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll(".timeline text, .drawing .symbol")].map(item => {
    const style = getComputedStyle(item);
    const ink = luminance(item.matches("text") ? style.fill : style.stroke);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}"""


@by_page
@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_overflows_or_overlaps(reader: Reader, page_name: str, language: str, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    page = reader.open(f"{language}/{page_name}.html")
    assert page.evaluate(OVERFLOW) == []
    assert page.locator(".drawing svg").count() >= 3
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALLEST) >= 9


@by_language
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_timeline_can_be_read_in_both_modes(reader: Reader, language: str, theme: str) -> None:
    page = reader.open(f"{language}/chronology.html")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 200
    assert min(contrasts) >= 4.5


def test_an_entry_of_the_timeline_leads_to_its_row(reader: Reader, real_site: Site) -> None:
    page = reader.open(f"{LANGUAGES[0]}/chronology.html")
    entry = real_site.edition.chronology[40]
    link = page.get_by_role("link", name=re.compile(re.escape(entry.texts[LANGUAGES[0]].name[:12])), exact=False).first
    link.focus()
    link.press("Enter")
    expect(page.locator(f"tr#event-{entry.slug}")).to_be_in_viewport()


def test_the_table_is_one_for_assistive_technology_on_a_phone_too(reader: Reader, real_site: Site) -> None:
    reader.page.set_viewport_size({"width": NARROW, "height": 900})
    page = reader.open(f"{LANGUAGES[1]}/chronology.html")
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("row").count() == len(real_site.edition.chronology) + 1
    assert page.get_by_role("columnheader").count() == 4
