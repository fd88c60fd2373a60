"""From the form for an annotation to a file that passes the check, and to the addresses that take it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import Reader, by_width
from filling import EMAIL, LEAD, address, checked, copied, download, fields, form, named, select, sign, wrong
from playwright.sync_api import Browser, expect

from edition.annotating import LONGEST_ADDRESS


@by_width
def test_from_selected_words_to_a_file_that_passes_the_check(
    width: int,
    teacher: Reader,
    open_edition: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = teacher.open(LEAD)
    page.set_viewport_size({"width": width, "height": 800})
    select(page, "0.1.1", "la", "divisa in", "tres")
    assert [named(page, name).input_value() for name in ("target", "quote", "kind")] == [
        "0.1.1", "divisa in partes tres", "context",
    ]  # fmt: skip
    expect(named(page, "note-de")).to_be_focused()
    page.keyboard.type("Drei *Teile*, siehe {note}`tres`.")
    expect(wrong(page, "note-de")).to_contain_text("“tres”: There is no such note.")
    expect(named(page, "note-de")).to_have_attribute("aria-invalid", "true")
    named(page, "note-de").fill("Drei *Teile*: ‘siehe’ {note}`tres-partes`")
    expect(wrong(page, "note-de")).to_be_empty()
    named(page, "work").fill("commentar caes")
    named(page, "place").fill("S. 1")
    form(page).locator(".works button").click()
    expect(named(page, "note-de")).to_have_value("Drei *Teile*: ‘siehe’ {note}`tres-partes` {cite:p}`caesar1900{S. 1}`")
    preview = form(page).locator(".preview p").first
    expect(preview).to_have_text("Context. Drei Teile: ‘siehe’ tres-partes (Caesar 1900, S. 1)")
    expect(preview.locator("em")).to_have_text("Teile")
    expect(form(page)).to_contain_text("publication under CC BY-SA 4.0")
    named(page, "kind").select_option("source")
    sign(page)
    root = copied(open_edition, tmp_path)
    path = download(page, root)
    assert path.relative_to(root).as_posix() == "annotations/0/divisa-in-partes-tres.md"
    written = path.read_text(encoding="utf-8")
    assert written == (
        '---\ntarget: "0.1.1"\nquote: divisa in partes tres\nkind: source\nauthor: Ana Pop\nstatus: proposed\n---\n'
        "# la\n…\n\n# de\nDrei *Teile*: ‘siehe’ {note}`tres-partes` {cite:p}`caesar1900{S. 1}`\n"
    )
    assert checked(root, monkeypatch, capsys) == ""
    link = address(page, "file")
    assert link.startswith("https://example.org/people/gallia/new/main/annotations/0?")
    assert fields(link) == {"filename": path.name, "value": written}
    assert len(link) <= LONGEST_ADDRESS
    with page.context.expect_page() as opened:
        form(page).locator("[data-end=file]").click()
    assert opened.value.url == link


def test_by_keyboard_alone(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    number = page.locator("#s0-1 > .passage-number")
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage-menu")).to_be_visible()
    page.keyboard.press("ArrowRight")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.annotate')"):
            break
    page.keyboard.press("Enter")
    expect(named(page, "note-de")).to_be_focused()
    assert named(page, "target").input_value() == "0.1.1"
    assert named(page, "quote").input_value().startswith("Gallia est omnis divisa in partes tres, quarum unam incolunt")
    page.keyboard.type("Gut.")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'author'"):
            page.keyboard.type("Ana")
        elif page.evaluate("document.activeElement.name === 'consent'"):
            page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.dataset.end === 'file'"):
            break
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert fields(opened.value.url)["value"].endswith("# de\nGut.\n")
    opened.value.close()
    page.keyboard.press("Escape")
    expect(form(page)).to_be_hidden()
    expect(number).to_be_focused()


def test_a_form_of_the_repository_is_filled_in(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    named(page, "note-de").fill("Tapfer & „gut“ {cite:t}`broughton1951`.")
    sign(page)
    link = address(page, "issue")
    assert link.startswith("https://example.org/people/gallia/issues/new?")
    assert fields(link) == {
        "template": "annotation.yml",
        "title": "Annotation on 0.2.1",
        "passage": "0.2.1",
        "quote": "fortissimi sunt Belgae",
        "kind": "context",
        "note": "Tapfer & „gut“ {cite:t}`broughton1951`.",
        "sources": "Broughton, 1951, The Magistrates of the Roman Republic (broughton1951)",
        "name": "Ana Pop",
    }


def test_a_letter_has_the_file(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    named(page, "note-de").fill("Tapfer.\n\nZweiter Absatz.")
    sign(page)
    link = urlsplit(address(page, "email"))
    assert (link.scheme, link.path) == ("mailto", EMAIL)
    assert fields(link.geturl())["subject"] == "Annotation on 0.2.1: fortissimi-sunt-belgae.md"
    assert fields(link.geturl())["body"].startswith('---\r\ntarget: "0.2.1"\r\n')
    assert unquote(link.query).endswith("# de\r\nTapfer.\r\n\r\nZweiter Absatz.\r\n")


def test_what_is_too_long_for_an_address_is_copied(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    note = "Ședință și ținută. " * 60
    named(page, "note-de").fill(note)
    sign(page)
    expect(form(page).locator(".too-long")).to_contain_text("too long for an address")
    links = {end: address(page, end) for end in ("file", "issue", "email")}
    assert all(len(link) <= LONGEST_ADDRESS for link in links.values())
    assert "value" not in fields(links["file"])
    assert fields(links["issue"])["quote"] == "fortissimi sunt Belgae"
    for end, rest in (("file", f"# de\n{note.strip()}\n"), ("issue", note.strip())):
        with page.context.expect_page() as opened:
            form(page).locator(f"[data-end={end}]").click()
        assert opened.value.url == links[end]
        opened.value.close()
        expect(form(page).locator("[role=status]")).to_contain_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()").endswith(rest)
    named(page, "note-de").fill("Kurz.")
    expect(form(page).locator(".too-long")).to_be_hidden()


def test_where_nothing_can_be_copied_the_text_is_selected(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    named(page, "note-de").fill("Sehr lang. " * 200)
    sign(page)
    with page.context.expect_page():
        form(page).locator("[data-end=file]").click()
    expect(form(page).locator("[role=status]")).to_contain_text("It could not be copied; it is selected")
    selected = form(page).locator("textarea.copied")
    expect(selected).to_be_focused()
    assert selected.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)").endswith("Sehr lang.\n")


def test_nothing_goes_before_everything_is_right(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    form(page).locator("[data-end=file]").click()
    expect(named(page, "note-de")).to_be_focused()
    for name, words in {"note-de": "no text", "author": "Write your name", "consent": "Without your consent"}.items():
        expect(wrong(page, name)).to_contain_text(words)
    named(page, "note-de").fill("Gut.")
    named(page, "author").fill("Ana")
    form(page).locator("[value=download]").click()
    expect(named(page, "consent")).to_be_focused()
    assert len(page.context.pages) == 1
    assert page.url.endswith(LEAD)


def test_without_a_repository_there_are_a_file_and_no_addresses(browser: Browser, small_server: str) -> None:
    page = browser.new_page()
    page.goto(f"{small_server}/{LEAD}")
    page.locator(".annotate-way .annotate").click()
    expect(form(page)).to_be_visible()
    ends = form(page).locator(".ends > *")
    assert ends.evaluate_all("all => all.map(e => e.value ?? e.dataset.end)") == ["download", "clear"]
    page.close()
