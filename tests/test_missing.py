"""The page for addresses that lead nowhere, shown at any depth: its links lead into the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import CONFIG, LANGUAGES
from conftest import Site
from lxml import html
from playwright.sync_api import Browser, expect

from edition.publishing import MISSING, _write_missing


class Host(SimpleHTTPRequestHandler):
    """A static host: for what is not there it shows the page of the site, whatever the folder."""

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = Path(self.directory, self.path.split("/")[1], MISSING).read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def host(real_site: Site) -> Iterator[str]:
    """The site below another folder, as project pages have it."""
    with hosted(real_site.out.parent) as address:
        yield f"{address}/{real_site.out.name}"


@pytest.mark.parametrize("address", ["nothing.html", "ro/nothing.html", "en/text/4-crisis.html", "a/b/c.html"])
def test_its_links_lead_into_the_site_from_any_folder(
    real_site: Site, browser: Browser, host: str, address: str
) -> None:
    page = browser.new_page()
    answer = page.goto(f"{host}/{address}")
    assert answer
    assert answer.status == 404
    expect(page.locator("main a").first).to_have_attribute("href", f"{host}/{LANGUAGES[0]}/index.html")
    links = page.eval_on_selector_all("main a", "links => links.map(link => link.href)")
    assert len(links) == 2 * (2 + len(real_site.edition.original))
    for link in links:
        assert link.startswith(f"{host}/")
        assert (real_site.out / urlsplit(link).path.removeprefix(f"/{real_site.out.name}/")).is_file(), link
    # The style of the site is there too.
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"
    page.close()


def test_it_speaks_every_language(real_site: Site) -> None:
    page = html.document_fromstring((real_site.out / MISSING).read_text(encoding="utf-8"))
    titles = {section.get("lang"): section.findtext("h1") for section in page.xpath("//section")}
    assert titles == {"ro": "Nu există o asemenea pagină", "en": "There is no such page"}


def test_with_a_public_address_no_script_is_needed(real_site: Site, tmp_path: Path) -> None:
    _write_missing(real_site.edition, replace(CONFIG, site="https://example.org/edition"), tmp_path)
    page = html.document_fromstring((tmp_path / MISSING).read_text(encoding="utf-8"))
    assert page.xpath("//base/@href") == ["/edition/"]
    assert len(page.xpath("//link[@rel='stylesheet']")) == 1
