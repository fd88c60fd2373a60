"""A browser, a server and a reader for the pages of the real edition, and what is measured in them."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, Site
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from edition import config
from edition.numbers import Number

CONFIG = config.read(ROOT)
LANGUAGES = CONFIG.languages
WIDE, NARROW, NARROWEST = 1400, 375, 320

CLIPBOARD = ["clipboard-read", "clipboard-write"]

by_language = pytest.mark.parametrize("language", LANGUAGES)
by_width = pytest.mark.parametrize("width", [WIDE, NARROW])


def browser_path() -> str | None:
    """The browser of the system; None for the one that Playwright has installed. See ``tests/tools.sh``."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser that asks nothing of its maker."""
    quiet = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=quiet)
        yield browser
        browser.close()


class Handler(SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, handler: Callable[..., Handler] = Handler) -> Iterator[str]:
    """The address at which *folder* is served, below another folder, as on many hosts."""
    answering = partial(handler, directory=str(folder.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{folder.name}"
        finally:
            server.shutdown()
            thread.join()


class Reader:
    """A tab, and everything in it that a page should not do."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.page: Page = context.new_page()
        self.origin = origin
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(self.origin):
            self.complaints.append(f"request: {request.url}")

    def _failed(self, request: Any) -> None:
        # The reader may leave a page before its icon is there.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def open(self, name: str) -> Page:
        self.page.goto(f"{self.origin}/{name}", wait_until="load")
        return self.page

    def resize(self, width: int) -> None:
        """Change the width at once; the theme's sidebar would glide."""
        self.page.add_style_tag(content="* { transition: none !important; }")
        self.page.set_viewport_size({"width": width, "height": 900})


def section_page(site: Site, language: str, number: Number) -> str:
    return f"{language}/text/{site.edition.sections[language][number].path.stem}.html"


@contextmanager
def reading_menu(page: Page) -> Iterator[Locator]:
    """The menu of what a reader may set, open for a while."""
    menu = page.locator(".reading")
    page.locator(".reading-button").click()
    expect(menu).to_be_visible()
    yield menu
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def choose_state(page: Page, state: str) -> None:
    """Choose a reading state."""
    with reading_menu(page) as menu:
        menu.locator(".reading-state select").select_option(state)


def choose_view(page: Page, view: str) -> None:
    """Choose a view."""
    with reading_menu(page) as menu:
        menu.locator(f"[name=view][value={view}]").check()


def bare(text: str) -> str:
    """Letters and digits only: lines are broken and words divided in print."""
    return re.sub(r"[\W_]", "", text)


OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.tagName + '.' + e.className).slice(0, 5).concat('page');
}"""


CONTRAST = """selector => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => parse(text).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return getComputedStyle(e).backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll(selector)].map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""
