"""What is written in the form for an annotation: what is wrong with it, that it is only words, and that it stays."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader, by_width
from filling import LEAD, SELECT, checked, copied, download, form, named, select, wrong
from playwright.sync_api import Browser, Dialog, expect
from test_annotating import FRAGMENTS, refused


def test_patterns_find_the_same_in_both_programs(teacher: Reader) -> None:
    chosen = random.Random(1)
    texts = ["".join(chosen.choices(FRAGMENTS, k=chosen.randint(1, 6))) for _ in range(3000)]
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    script = """texts => {
      const { problemsOf } = editionAnnotationFile(editionAnnotatingData);
      return texts.map(text => problemsOf(text, 'de').map(([code]) => code).filter(code => code[0] === 'A'));
    }"""
    assert page.evaluate(script, texts) == [refused(text) for text in texts]


HOSTILE = {
    "<img src=x onerror=alert(1)>": "A09",
    "<script>alert(1)</script>": "A09",
    "[a](javascript:alert(1))": "A09",
    "![a](https://example.org/a.png)": "A09",
    "{raw}`<b>`": "A12",
    "# la\nnoch eine": "A09",
    "{term}`Unbekannt`": "R04",
    "{passage}`9.9`": "R03",
    "{cite:p}`niemand`": "R01",
    "{cite:p}`caesar1900, caesar1900`": "R05",
    "Саesar": "F09",
    "x" * 20_000: "F07",
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_a_hostile_note_is_only_words(text: str, teacher: Reader) -> None:
    page = teacher.open(LEAD)
    alerts: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    select(page, "0.1.1", "la", "divisa in", "tres")
    for name in ("note-de", "quote", "author"):
        named(page, name).fill(text)
    expect(wrong(page, "note-de")).to_contain_text(HOSTILE[text])
    expect(form(page).locator(".preview")).to_contain_text("Context.")
    assert form(page).locator(".preview :is(img, script, b b, [href], [onerror], iframe)").count() == 0
    form(page).locator("[data-end=file]").click()
    expect(form(page).locator("[role=status]")).to_have_text("Not yet: mend what is marked.")
    assert len(page.context.pages) == 1
    assert alerts == []


def test_what_is_wrong_is_said_once(teacher: Reader) -> None:
    """Not again at each letter that changes nothing of it; the remedies are for what is written by then."""
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    named(page, "quote").fill("Matrona et Sequana")
    expect(wrong(page, "quote")).to_contain_text("These words stand in 0.1.3")
    remedy = wrong(page, "quote").locator("button").element_handle()
    named(page, "note-de").press_sequentially("Gut")
    named(page, "quote").press("End")
    named(page, "quote").press_sequentially(" dividit")
    assert remedy.evaluate("button => button.isConnected")
    wrong(page, "quote").locator("button").click()
    expect(wrong(page, "quote")).to_be_empty()
    expect(named(page, "quote")).to_have_value("Matrona et Sequana dividit")
    expect(named(page, "target")).to_have_value("0.1.3")


def test_what_nobody_sees_and_what_can_be_mended_is_mended(
    teacher: Reader,
    open_edition: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Accents apart, other letters, a character without a width, and what means something else in YAML."""
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    named(page, "note-de").fill("Ca\u0308sar, C\u00e6sar,\u200b Gallia.")
    named(page, "author").fill("  O’Hara: 'ja' #1  ")
    named(page, "consent").check()
    root = copied(open_edition, tmp_path)
    written = download(page, root).read_text(encoding="utf-8")
    assert "# de\nCäsar, Caesar, Gallia.\n" in written
    assert "author: 'O’Hara: ''ja'' #1'\n" in written
    assert checked(root, monkeypatch, capsys) == ""


# -- What was typed stays --------------------------------------------------------------


def test_a_draft_survives_until_it_is_deleted(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    named(page, "note-de").fill("Halb fertig")
    named(page, "kind").select_option("dispute")
    named(page, "author").fill("Ana Pop")
    page.reload()
    select(page, "0.1.1", "la", "quarum", "unam")
    assert [named(page, name).input_value() for name in ("note-de", "kind", "author", "quote")] == [
        "Halb fertig", "dispute", "Ana Pop", "quarum unam",
    ]  # fmt: skip
    expect(form(page).locator("[role=status]")).to_contain_text("is back")
    page.keyboard.press("Escape")
    page.goto(page.url.replace("/de/", "/la/"))  # the other tree has it too
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    assert [named(page, name).input_value() for name in ("note-de", "author")] == ["", "Ana Pop"]
    page.keyboard.press("Escape")
    page.locator(".annotate-way .annotate").click()  # leads to what was begun
    expect(form(page)).to_be_visible()
    assert named(page, "target").input_value() == "0.1.1"
    assert named(page, "note-de").input_value() == "Halb fertig"
    clear = form(page).locator("[value=clear]")
    clear.click()
    expect(named(page, "note-de")).to_have_value("")
    clear.click()  # which it brings back
    expect(named(page, "note-de")).to_have_value("Halb fertig")
    clear.click()
    page.reload()
    select(page, "0.1.1", "la", "divisa in", "tres")
    assert [named(page, name).input_value() for name in ("note-de", "author")] == ["", ""]


def test_an_empty_form_takes_the_place_of_no_draft(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.1", "la", "fortissimi", "Belgae")
    named(page, "note-de").fill("Halb fertig")
    page.keyboard.press("Escape")
    select(page, "0.1.1", "la", "divisa in", "tres")
    named(page, "target").select_option("0.2.1")
    expect(named(page, "note-de")).to_have_value("Halb fertig")
    expect(named(page, "quote")).to_have_value("fortissimi sunt Belgae")
    expect(form(page).locator("[role=status]")).to_contain_text("is back")
    named(page, "target").select_option("0.1.2")  # with what is written
    expect(named(page, "note-de")).to_have_value("Halb fertig")


def test_a_press_beside_the_form_closes_it_and_a_selection_that_ends_there_does_not(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    box = named(page, "quote").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(20, box["y"] + 10)
    page.mouse.up()
    assert named(page, "quote").evaluate("e => e.selectionEnd - e.selectionStart") > 0
    expect(form(page)).to_be_visible()
    page.mouse.click(20, 400)
    expect(form(page)).to_be_hidden()


# -- How it looks ----------------------------------------------------------------------


@by_width
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_form(width: int, scheme: Any, browser: Browser, open_server: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{open_server}/{LEAD}")
    page.evaluate(SELECT, ["0.1.1", "la", "divisa in", "tres"])
    expect(page.locator(".annotate-words")).to_be_visible()
    shown = [violation["id"] for violation in Axe().run(page).response["violations"]]
    page.locator(".annotate-words").click()
    named(page, "note-de").fill("{note}`keine`")
    named(page, "work").fill("caesar")
    form(page).locator("summary").click()
    form(page).locator("[value=download]").click()
    expect(wrong(page, "consent")).not_to_be_empty()
    shown += [violation["id"] for violation in Axe().run(page).response["violations"]]
    assert shown == []
    small = (
        form(page)
        .locator("button, [data-end], summary, input, select, textarea")
        .evaluate_all(
            "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
    )
    assert small == []
    context.close()
