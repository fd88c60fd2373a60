"""The form for an annotation in a browser: from words that a reader selects to a file that passes the check."""

from __future__ import annotations

import gzip
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import NARROW, OVERFLOW, WIDE, Handler, Reader, by_language, section_page, served
from conftest import SMALL, Site, whole_site
from playwright.sync_api import Browser, Locator, Page, expect
from test_annotating import FRAGMENTS, refused

from edition.anchor import find
from edition.annotating import LONGEST_ADDRESS
from edition.cli import main
from edition.messages import message
from edition.numbers import Number
from edition.site import native_name

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
by_width = pytest.mark.parametrize("width", [WIDE, NARROW])

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


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition with a repository, an address for letters and an emendation; its site is in ``html``."""
    root = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("annotating") / "small"))
    conf = root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + CONF, encoding="utf-8")
    (root / "annotations/0/emendations.yaml").write_text(EMENDATION, encoding="utf-8")
    whole_site(root, root)
    return root


def copied(edition: Path, into: Path) -> Path:
    """A copy of the edition without its site."""
    return Path(shutil.copytree(edition, into / "copy", ignore=shutil.ignore_patterns("html", "doctrees", "books")))


@pytest.fixture(scope="module")
def origin(edition: Path) -> Iterator[str]:
    with served(edition / "html", Guarded) as address:
        yield address


@pytest.fixture
def teacher(browser: Browser, origin: str) -> Iterator[Reader]:
    """Somebody who reads the small edition, with the strict policy in force; nothing may be complained of."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": 800},
        has_touch=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    reader = Reader(context, origin)
    # What lies beyond the site is not there.
    context.route(f"{urlsplit(EDIT).scheme}://{urlsplit(EDIT).netloc}/**", lambda route: route.fulfill(body="there"))
    yield reader
    context.close()
    assert [item for item in reader.complaints if "example.org" not in item] == []


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


# -- The whole way ---------------------------------------------------------------------


@by_width
def test_from_selected_words_to_a_file_that_passes_the_check(
    width: int,
    teacher: Reader,
    edition: Path,
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
    root = copied(edition, tmp_path)
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
    for end, copied in (("file", f"# de\n{note.strip()}\n"), ("issue", note.strip())):
        with page.context.expect_page() as opened:
            form(page).locator(f"[data-end={end}]").click()
        assert opened.value.url == links[end]
        opened.value.close()
        expect(form(page).locator("[role=status]")).to_contain_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()").endswith(copied)
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


# -- The quote -------------------------------------------------------------------------


def test_the_quote_has_the_transmitted_words(teacher: Reader) -> None:
    """Emended ones are shown; half a word that is selected is meant whole."""
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "nam", "Belgae")
    assert named(page, "quote").input_value() == "unam incolunt Belgae"
    named(page, "quote").fill("unam incolebant Belgae")
    expect(wrong(page, "quote")).to_contain_text("A02")
    named(page, "quote").fill("Matrona et Sequana")
    expect(wrong(page, "quote")).to_contain_text("These words stand in 0.1.3")
    wrong(page, "quote").locator("button").click()
    expect(wrong(page, "quote")).to_be_empty()
    assert named(page, "target").input_value() == "0.1.3"


def test_words_that_stand_there_twice_are_quoted_with_others(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.2", "la", "aut", "aut")
    assert named(page, "quote").input_value() == "aut suis"
    named(page, "quote").fill("a")
    expect(wrong(page, "quote")).to_contain_text("A03")


def test_words_of_the_translation_are_quoted_beside_those_of_the_original(teacher: Reader, edition: Path) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.2", "de", "Sie alle", "voneinander")
    assert named(page, "quote-de").input_value() == "Sie alle unterscheiden sich voneinander"
    assert named(page, "quote").input_value() == "Hi omnes lingua, institutis, legibus inter se differunt."
    expect(form(page).locator("details")).to_have_attribute("open", "")
    named(page, "note-de").fill("Gut.")
    sign(page)
    assert "\nquote-de: Sie alle unterscheiden sich voneinander\n" in fields(address(page, "file"))["value"]
    named(page, "quote-de").fill("Sie keine")
    expect(wrong(page, "quote-de")).to_contain_text("A02")


def test_several_sentences_are_one_target_as_long_as_the_quote_has_words_of_them(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    page.evaluate(
        """() => {
          const [first, last] = ['0.1.2', '0.1.3'].map(n => document.querySelector(`[lang=la][data-passage="${n}"]`).lastChild);
          getSelection().setBaseAndExtent(first, 30, last, 8);
        }"""
    )
    page.locator(".annotate-words").click()
    assert named(page, "target").input_value() == "0.1.2-0.1.3"
    assert named(page, "quote").input_value() == "legibus inter se differunt. Gallos ab"
    named(page, "quote").fill("Gallos ab")
    expect(form(page).locator(".path")).to_contain_text("0.1.3 ·")
    assert 'target: "0.1.3"' in fields(address(page, "file"))["value"]


CASES = [
    ("“Gallia”", "'Gallia' est „Gallia”, «Gallia» et Gallia"),
    ("GALLIA — omnis", "Gallia \u2013  omnis"),
    ("ﬁnis", "finis, ﬁnis"),
    ("strasse", "Straße und STRASSE"),
    ("aa", "aaaa"),
    ("a\u0306", "ă și a\u0306"),
    ("...", "și… …"),
    ("Περσεύς", "ΠΕΡΣΕΥΣ περσευσ"),
    ("𝔘nd", "Und 𝔘nd"),
    ("zz", "aa"),
]


def test_a_quote_is_found_where_the_check_finds_it(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    script = """cases => {
      const { locate } = editionAnnotationFile(editionAnnotatingData);
      return cases.map(([quote, text]) => locate(quote, [{ passage: '1', text }]).code ?? '');
    }"""
    counts = [len(find(quote, text, {})) for quote, text in CASES]
    assert page.evaluate(script, CASES) == ["A02" if not count else "" if count == 1 else "A03" for count in counts]


# -- The note --------------------------------------------------------------------------


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
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    select(page, "0.1.1", "la", "divisa in", "tres")
    for name in ("note-de", "quote", "author"):
        named(page, name).fill(text)
    expect(wrong(page, "note-de")).to_contain_text(HOSTILE[text])
    expect(form(page).locator(".preview")).to_contain_text("Context.")
    assert form(page).locator(".preview :is(img, script, b b, [href], [onerror], iframe)").count() == 0
    form(page).locator("[data-end=file]").click()
    assert len(page.context.pages) == 1


def test_what_nobody_sees_and_what_can_be_mended_is_mended(
    teacher: Reader, edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Accents apart, other letters, a character without a width, and what means something else in YAML."""
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    named(page, "note-de").fill("Ca\u0308sar, C\u00e6sar,\u200b Gallia.")
    named(page, "author").fill("  O’Hara: 'ja' #1  ")
    named(page, "consent").check()
    root = copied(edition, tmp_path)
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


# -- Ways to it ------------------------------------------------------------------------


def test_by_keyboard_alone(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    number = page.locator("#s0-1 > .passage-number")
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage-menu")).to_be_visible()
    page.keyboard.press("ArrowRight")
    while page.evaluate("!document.activeElement.matches('.annotate')"):
        page.keyboard.press("Tab")
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


def test_a_touch_chooses_a_passage(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.locator("#s0-2 > .passage-number").tap()
    page.locator(".passage-menu .annotate").tap()
    expect(named(page, "target")).to_have_value("0.2.1-0.2.2")
    expect(page.locator(".passage-menu")).to_be_hidden()
    assert page.evaluate(OVERFLOW) == []
    assert form(page).evaluate("e => e.scrollWidth <= e.clientWidth && e.clientWidth === innerWidth")


def test_the_button_goes_with_the_selection(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    button = page.locator(".annotate-words")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, ["0.1.1", "la", "divisa in", "tres"])
    expect(button).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(button).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.notes'))")
    page.wait_for_function("getSelection().toString().length > 100")
    expect(button).to_be_hidden()


def test_without_a_repository_there_are_a_file_and_no_addresses(browser: Browser, small_server: str) -> None:
    page = browser.new_page()
    page.goto(f"{small_server}/{LEAD}")
    page.locator(".annotate-way .annotate").click()
    expect(form(page)).to_be_visible()
    ends = form(page).locator(".ends > *")
    assert ends.evaluate_all("all => all.map(e => e.value ?? e.dataset.end)") == ["download", "clear"]
    page.close()


def test_from_a_file(browser: Browser, edition: Path) -> None:
    page = browser.new_page()
    page.goto((edition / "html" / LEAD).as_uri())
    select(page, "0.1.1", "la", "divisa in", "tres")
    assert named(page, "quote").input_value() == "divisa in partes tres"
    page.close()


def test_without_scripts_a_link_leads_on(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/{LEAD}")
    link = page.locator(".annotate-way a")
    expect(link).to_have_attribute("href", "https://example.org/people/gallia/issues/new?template=annotation.yml")
    expect(page.locator(".annotate-way span")).to_be_hidden()
    expect(page.locator(".annotate-words")).to_be_hidden()
    context.close()


def test_pages_stay_light(edition: Path) -> None:
    """The form is no part of a page: it is loaded when it is opened."""

    def size(*names: str) -> int:
        return sum(len(gzip.compress((edition / "html/de/_static" / name).read_bytes(), 9)) for name in names)

    assert size("edition.js", "edition-early.js") < 15_000
    assert size("edition.css") < 15_000
    assert size("annotating.js", "annotation-file.js") < 12_000
    assert "annotating.js" not in (edition / "html" / LEAD).read_text(encoding="utf-8")


# -- How it looks ----------------------------------------------------------------------


@by_width
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_form(width: int, scheme: Any, browser: Browser, origin: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{origin}/{LEAD}")
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


# -- The real edition ------------------------------------------------------------------


@by_language
def test_every_passage_of_a_page_is_quoted_as_it_was_transmitted(
    language: str, real_site: Site, reader: Reader
) -> None:
    section = Number(4)
    page = reader.open(section_page(real_site, language, section))
    page.locator(".annotate-way .annotate").click()
    expect(form(page)).to_be_visible()
    expect(form(page).locator("h2")).to_have_text(message("Annotate", language))
    expect(page.locator("label[for=annotating-note]")).to_contain_text(native_name(language))
    expect(form(page).locator(".ends > *")).to_have_count(2)
    quoted = page.evaluate(
        """() => {
          const [target, quote] = ['target', 'quote'].map(name => document.querySelector(`dialog.annotating [name=${name}]`));
          return [...target.options].map(({ value }) => {
            target.value = value;
            target.dispatchEvent(new Event('change', { bubbles: true }));
            return [value, quote.value, document.getElementById(quote.getAttribute('aria-describedby')).textContent];
          });
        }"""
    )
    segments = real_site.edition.original[section].segments
    assert [(number, words.split()) for number, words, _ in quoted] == [
        (str(passage), segment.text.split()) for passage, segment in segments.items()
    ]
    assert [(number, wrong) for number, _, wrong in quoted if wrong] == []
    assert reader.complaints == []
