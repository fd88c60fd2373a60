"""The form for an annotation, filled in by somebody in a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import CLIPBOARD, NARROW, WIDE, Handler, Reader
from conftest import SMALL, whole_site
from playwright.sync_api import Browser, Locator, Page, expect

from edition.cli import main

EDIT, EMAIL = "https://example.org/people/gallia/edit/main/", "editores@example.org"
CONF = f'edition_repository = "{EDIT}"\nedition_email = "{EMAIL}"\nedition_licence = "CC BY-SA 4.0"\n'
EMENDATION = """- passage: "0.1.1"
  quote: incolunt
  emendation: incolebant
  category: word
  certainty: possible
  reason: {la: Sic., de: So.}
"""
LEAD = "de/text/00-lead.html"

SELECT = """([passage, lang, from, to]) => {
  const segment = document.querySelector(`.segment[lang="${lang}"][data-passage="${passage}"]`);
  const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.parentElement.checkVisibility()) texts.push(walker.currentNode);
  const [first, last] = [from, to].map(words => texts.find(text => text.data.includes(words)));
  const range = document.createRange();
  range.setStart(first, first.data.indexOf(from));
  range.setEnd(last, last.data.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


class Guarded(Handler):
    """Sends the policy that a host reads in the file ``_headers``."""

    def end_headers(self) -> None:
        text = (Path(self.directory) / "html/_headers").read_text(encoding="utf-8")
        self.send_header("Content-Security-Policy", re.search("Content-Security-Policy: (.*)", text)[1])  # type: ignore[index]
        super().end_headers()


def open_to_notes(folder: Path) -> Path:
    """The small edition with a repository, an address for letters and an emendation; its site is in ``html``."""
    root = Path(shutil.copytree(SMALL, folder / "small"))
    conf = root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + CONF, encoding="utf-8")
    (root / "annotations/0/emendations.yaml").write_text(EMENDATION, encoding="utf-8")
    whole_site(root, root)
    return root


@contextmanager
def a_teacher(browser: Browser, origin: str) -> Iterator[Reader]:
    """Somebody who reads that edition, with the strict policy in force; nothing may be complained of."""
    context = browser.new_context(viewport={"width": WIDE, "height": 800}, has_touch=True, permissions=CLIPBOARD)
    reader = Reader(context, origin)
    # What lies beyond the site is not there.
    context.route(f"{urlsplit(EDIT).scheme}://{urlsplit(EDIT).netloc}/**", lambda route: route.fulfill(body="there"))
    yield reader
    context.close()
    assert [item for item in reader.complaints if "example.org" not in item] == []


def copied(edition: Path, into: Path) -> Path:
    """A copy of the edition without its site."""
    return Path(shutil.copytree(edition, into / "copy", ignore=shutil.ignore_patterns("html", "doctrees", "books")))


def select(page: Page, passage: str, lang: str, first: str, last: str) -> None:
    """Select from the words *first* to the words *last*, and press the button that appears."""
    page.evaluate(SELECT, [passage, lang, first, last])
    button = page.locator(".annotate-words")
    if (page.viewport_size or {})["width"] == NARROW:
        button.tap()
    else:
        button.click()
    expect(form(page)).to_be_visible()


def form(page: Page) -> Locator:
    return page.locator("dialog.annotating")


def named(page: Page, name: str) -> Locator:
    return form(page).locator(f"[name={name}]")


def wrong(page: Page, name: str) -> Locator:
    return page.locator(f"#{named(page, name).get_attribute('aria-describedby')}")


def sign(page: Page) -> None:
    named(page, "author").fill("Ana Pop")
    named(page, "consent").check()


def address(page: Page, end: str) -> str:
    return form(page).locator(f"[data-end={end}]").get_attribute("href") or ""


def fields(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query, keep_blank_values=True).items()}


def download(page: Page, into: Path) -> Path:
    """Press the button, and put the file where its preview says."""
    path = (form(page).locator(".path").text_content() or "").rpartition(" ")[2]
    with page.expect_download() as waiting:
        form(page).locator("[value=download]").click()
    assert waiting.value.suggested_filename == Path(path).name
    (into / path).parent.mkdir(exist_ok=True)
    waiting.value.save_as(into / path)
    return into / path


def checked(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``check`` says of an edition."""
    monkeypatch.chdir(root)
    code = main(["check"])
    said = capsys.readouterr()
    return "" if code == 0 else said.out + said.err
