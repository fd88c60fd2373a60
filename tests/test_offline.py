"""Reading without a network: pages that were read, all pages when asked for, and the next release in place of this one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import launched, served
from building import command
from conftest import SMALL
from playwright.sync_api import Browser, Page, expect

from edition import config, corpus
from edition.publishing import MANIFEST, WORKER, write_site
from edition.typst.pictures import write_pictures

TEXT = "la/text/01-de-helvetiis.html"


def finish(root: Path, out: Path) -> None:
    """The last step of a build."""
    settings = config.read(root)
    edition, _ = corpus.load(root, settings)
    write_site(edition, settings, out, root / "none")
    write_pictures(settings, out)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small edition, never changed."""
    root = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("offline") / "small"))
    out = root / "site"
    for language in ("la", "de"):
        assert command(root, language, "html", out / language, root / "doctrees" / language).errors == ""
    finish(root, out)
    return root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of it, for this test alone."""
    return Path(shutil.copytree(built / "site", tmp_path / "site"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


KEPT = """async () => {
  const names = await caches.keys();
  const keys = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(r => r.url)));
  return keys.flat();
}"""


def wait_until_kept(page: Page, name: str) -> None:
    """Until the worker has a file."""
    page.wait_for_function(
        "async name => (await caches.keys()).length && !!(await caches.match(new URL(name, document.baseURI)))",
        arg=name,
    )


def test_a_page_that_was_read_is_there_without_a_network(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(site) as address:
        page.goto(f"{address}/{TEXT}")
        wait_until_kept(page, f"{address}/{TEXT}")
        wait_until_kept(page, f"{address}/la/_static/edition.css")
    # The server is gone.
    page.goto(f"{address}/{TEXT}?state=transmitted#s1-1-1")
    expect(page.locator("#s1-1-1")).to_contain_text("Apud Helvetios")
    assert page.evaluate("getComputedStyle(document.querySelector('.parallel-row')).display") == "grid"
    # A page that was not read says so in every language, and leads back.
    page.goto(f"{address}/de/persons.html")
    expect(page.get_by_role("heading")).to_have_count(2)
    expect(page.locator("a").first).to_have_attribute("href", "la/index.html")
    context.close()


def test_the_whole_edition_is_kept_when_asked_for(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(site) as address:
        page.goto(f"{address}/{TEXT}")
        page.get_by_role("button", name="Keep the edition").click()
        expect(page.get_by_role("status").filter(has_text="Kept for reading offline")).to_be_visible()
        expect(page.get_by_role("button", name="Keep the edition")).to_be_hidden()
    for name in ("index.html", "de/persons.html", "de/", "la/bibliography.html"):
        page.goto(f"{address}/{name}")
        expect(page.get_by_role("heading").first).to_be_visible()
        assert "kept on your device" not in page.content()
    context.close()


def test_a_new_release_takes_the_place_of_the_old_one(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(site) as address:
        page.goto(f"{address}/{TEXT}")
        wait_until_kept(page, f"{address}/{TEXT}")
        (before,) = page.evaluate("caches.keys()")
        text = (site / TEXT).read_text(encoding="utf-8")
        (site / TEXT).write_text(text.replace("Apud Helvetios", "Inter Helvetios"), encoding="utf-8")
        worker = (site / WORKER).read_text(encoding="utf-8")
        (site / WORKER).write_text(worker.replace('VERSION = "', 'VERSION = "next-'), encoding="utf-8")
        # What is new is shown at once, where there is a network.
        page.goto(f"{address}/{TEXT}")
        expect(page.locator("#s1-1-1")).to_contain_text("Inter Helvetios")
        page.wait_for_function(
            "async before => { const names = await caches.keys(); return names.length === 1 && names[0] !== before }",
            arg=before,
        )
        assert any(url.endswith(TEXT) for url in page.evaluate(KEPT))
    page.goto(f"{address}/{TEXT}")
    expect(page.locator("#s1-1-1")).to_contain_text("Inter Helvetios")
    context.close()


def test_the_version_is_one_of_the_contents(built: Path, site: Path) -> None:
    first = (site / WORKER).read_bytes()
    finish(built, site)
    assert (site / WORKER).read_bytes() == first
    (site / TEXT).write_text("another", encoding="utf-8")
    finish(built, site)
    assert (site / WORKER).read_bytes() != first


def test_the_worker_keeps_what_is_there_and_no_book(site: Path) -> None:
    text = (site / WORKER).read_text(encoding="utf-8")
    files = json.loads(text.partition("const FILES = new Set(")[2].partition(");")[0])
    assert all((site / name).is_file() for name in files)
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts}
    assert pages <= set(files)
    assert not [name for name in files if name.endswith((".pdf", ".epub"))]


def test_from_a_folder_no_worker_is_asked_for(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    said: list[Any] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", said.append)
    page.goto((site / TEXT).as_uri())
    expect(page.locator("#s1-1-1")).to_contain_text("Apud Helvetios")
    expect(page.get_by_role("button", name="Keep the edition")).to_be_hidden()
    assert said == []
    page.close()


def test_the_site_can_be_installed(browser: Browser, site: Path) -> None:
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    for icon in manifest["icons"]:
        assert (site / icon["src"]).read_bytes().startswith(b"\x89PNG")
    assert (site / manifest["start_url"]).is_file()
    page = browser.new_page()
    with served(site) as address:
        page.goto(f"{address}/{TEXT}")
        session = page.context.new_cdp_session(page)
        assert session.send("Page.getAppManifest")["errors"] == []
        found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser without a window of its own has an incognito profile, in which nothing is installed.
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []
    page.close()
