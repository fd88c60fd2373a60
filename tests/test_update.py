"""``python -m edition update``: what an editor finds after a newer revision of the article was taken over."""

from __future__ import annotations

import copy
import hashlib
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from conftest import ROOT

from edition import config, corpus
from edition.cli import main
from edition.extract import ExtractSection
from edition.extract import read as read_extract
from edition.model import Edition, Passage, Problem
from edition.numbers import Number
from edition.segmentation import sentences

EXTRACT = "source/transmitted/de-bello-gallico.{}.txt"
LEAD = "source/{}/text/00-lead.md"
HELVETII = "source/{}/text/01-de-helvetiis.md"


@dataclass
class Article:
    """A made-up newer revision, as lists that a test may change.

    :ivar text: sections of paragraphs of sentences.
    """

    root: Path
    headings: list[str] = field(default_factory=list)
    text: list[list[list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pinned = read_extract((self.root / config.read(self.root).extract).read_bytes())
        self.headings = [section.heading for section in self.pinned.sections]
        short = config.read(self.root).abbreviations
        self.text = [[sentences(p, short) for p in section.paragraphs] for section in self.pinned.sections]

    def change(self, old: str, new: str) -> None:
        """Put other words for words of one sentence."""
        for paragraphs in self.text:
            for lines in paragraphs:
                for place, line in enumerate(lines):
                    if old in line:
                        lines[place] = line.replace(old, new, 1)
                        return
        raise AssertionError(old)

    def write(self, revision: str) -> Path:
        sections = (
            ExtractSection(heading, tuple(" ".join(lines) for lines in paragraphs if lines))
            for heading, paragraphs in zip(self.headings, self.text, strict=True)
        )
        path = self.root.parent / f"{revision}.txt"
        path.write_text(replace(self.pinned, revision=revision, sections=tuple(sections)).text(), encoding="utf-8")
        return path


@dataclass(frozen=True)
class Updated:
    """What a command left: its exit code, what it said, and the edition."""

    code: int
    report: str
    errors: str
    root: Path

    @property
    def loaded(self) -> tuple[Edition, list[Problem]]:
        return corpus.load(self.root, config.read(self.root))

    @property
    def numbers(self) -> list[str]:
        """The numbers of all lines, in reading order."""
        return [str(p) for section in self.loaded[0].original.values() for p in section.segments if len(p.parts) == 3]

    def text(self, passage: str, language: str) -> str:
        found = Passage.parse(passage)
        return self.loaded[0].sections[language][found.section].segments[found].text

    def leads(self) -> dict[str, str]:
        """The old numbers of lines, each with where it leads."""
        return {str(old): str(a.to) for old, a in self.loaded[0].aliases.items() if len(old.parts) == 3}

    def has(self, *words: str) -> bool:
        """Whether the report has lines with these words, in this order and with any blanks between them."""
        return all(re.search(r"\s+".join(map(re.escape, text.split())), self.report) for text in words)


Update = Callable[..., Updated]


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Update:
    """Run the command with a made-up revision; the edition that it leaves has the words of the extract."""

    def command(article: Article, revision: str = "2", *options: str) -> Updated:
        monkeypatch.chdir(article.root)
        code = main(["update", str(article.write(revision)), *options])
        done = Updated(code, *capsys.readouterr(), article.root)
        if code != 2:
            problems = [problem for problem in done.loaded[1] if not problem.notice]
            assert not [problem for problem in problems if problem.code[0] in "TNSFY"]
            assert code == 1 if problems else code == ("U0" in done.report) or "--dry-run" in options
        return done

    return command


@pytest.fixture
def article(small: Path) -> Article:
    """The article of the small edition, which here has emendations and a quote of its translation too."""
    (small / "annotations/0/emendations.yaml").write_text(EMENDATIONS, encoding="utf-8")
    (small / "annotations/1/emendations.yaml").write_text(EMENDATIONS_1, encoding="utf-8")
    note = small / "annotations/0/tres-partes.md"
    note.write_text(note.read_text().replace("kind:", "quote-de: in drei Teile geteilt\nkind:"), encoding="utf-8")
    return Article(small)


def entry(passage: str, quote: str, emendation: str, comment: str = "") -> str:
    return (
        f"- passage: {passage}{comment}\n  quote: {quote}\n  emendation: {emendation}\n"
        "  category: word\n  certainty: possible\n  reason: {la: Mendum., de: Ein Versehen.}\n"
    )


EMENDATIONS = "\n".join(
    [
        "# Of the lead.\n",
        entry('"0.1.2"', "Hi omnes", "Hi autem omnes"),
        "# see also 0.1.3 and {passage}`0.1.3`\n" + entry("'0.1.3'", "Garumna", "Garunna", "  # kept"),
        entry("0.2.1", "provinciae", "provinciae nostrae"),
    ]
)
EMENDATIONS_1 = entry("1.1.1", "fuit et", "et")
NEW = "Haec sententia nova est et alia verba habet."


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# -- What happens to passages ------------------------------------------------------------------------------


def test_an_unchanged_article_changes_only_what_names_the_revision(article: Article, update: Update) -> None:
    before = files(article.root)
    done = update(article)
    after = files(article.root)
    assert (done.code, done.errors) == (0, "")
    assert {name for name in after if after[name] != before.get(name)} == {
        "conf.py", EXTRACT.format(2), "source/de/fingerprints.json", "annotations/fingerprints.json",
    }  # fmt: skip
    assert before.keys() <= after.keys()
    assert done.has("Revision 1 → 2. The edition is of this revision now.", "7 before, 7 now: 7 with the same words")
    assert done.has("Nothing is left to decide.")
    assert after["conf.py"] == before["conf.py"].replace(b"gallico.1.txt", b"gallico.2.txt").replace(
        b'edition_revision = "1"', b'edition_revision = "2"'
    )
    assert after[EXTRACT.format(2)] == article.write("2").read_bytes()


def test_an_edited_sentence_keeps_its_number_and_its_translation_is_older_than_the_text(
    article: Article, update: Update
) -> None:
    article.change("nobilissimus fuit", "nobilissimus erat")
    done = update(article)
    edition, _ = done.loaded
    assert done.numbers == ["0.1.1", "0.1.2", "0.1.3", "0.2.1", "0.2.2", "1.1.1", "1.1.2"]
    assert edition.aliases == {}
    assert edition.stale == {"de": {Passage.parse("1.1.1")}}
    assert done.text("1.1.1", "de").startswith("Bei den Helvetiern")
    assert done.has("changed 1.1.1", "was: Apud Helvetios longe nobilissimus fuit et", "now: Apud Helvetios longe")
    assert done.has("read again de: 1.1.1")


def test_new_sentences_and_paragraphs_get_letters_and_wait_for_their_translation(
    article: Article, update: Update
) -> None:
    article.text[0][0].insert(0, NEW)
    article.text[0][0].append(NEW.replace("nova", "altera"))
    article.text[0].insert(1, [NEW.replace("nova", "tertia")])
    done = update(article)
    assert done.numbers[:7] == ["0.1.0a", "0.1.1", "0.1.2", "0.1.3", "0.1.4", "0.1a.1", "0.2.1"]
    assert [done.text(passage, "de") for passage in ("0.1.0a", "0.1.4", "0.1a.1")] == ["[…]"] * 3
    assert done.text("0.1.1", "de").startswith("Gallien als Ganzes")
    assert done.loaded[0].stale == {"de": frozenset()}
    assert done.code == 0
    assert done.has(f"new 0.1.0a now: {NEW}", "translate de: 0.1.0a, 0.1.4, 0.1a.1")


def test_what_is_removed_is_told_with_its_translation_and_its_number_leads_to_what_stood_before(
    article: Article, update: Update
) -> None:
    (article.root / "annotations/1/titulus-capitis.md").unlink()
    del article.text[0][0][1]
    article.text[0][1:] = []
    done = update(article)
    assert done.numbers == ["0.1.1", "0.1.3", "1.1.1", "1.1.2"]
    assert done.leads() == {"0.1.2": "0.1.1", "0.2.1": "0.1.3", "0.2.2": "0.1.3"}
    edition, problems = done.loaded
    assert {alias.removed for alias in edition.aliases.values()} == {"2"}
    assert str(edition.aliases[Passage.parse("0.2")].to) == "0.1"
    assert done.has("removed 0.1.2; the number leads to 0.1.1 now la: Hi omnes lingua", "de: Sie alle unterscheiden")
    assert done.has("taken out 0.1.2 “Hi omnes” → “Hi autem omnes”: its words are gone", "la: Mendum.")
    # What refers to the removed passage is left to a person.
    assert done.code == 1
    assert {problem.code for problem in problems if not problem.notice} == {"R03"}
    assert done.has("R03 0.2.1 was no longer in the article in revision 2")


def test_the_first_passage_of_all_is_removed(article: Article, update: Update) -> None:
    del article.text[0][0][0]
    done = update(article)
    assert done.leads() == {"0.1.1": "0.0"}
    assert done.code == 1
    assert done.has("annotations/0/celtae-et-galli.md:2: A01 0.1.1 was no longer")


def test_a_divided_sentence_gives_its_translation_to_the_first_part(article: Article, update: Update) -> None:
    article.change("consulibus regni cupiditate inductus", "consulibus vixit. Regni cupiditate inductus")
    article.text[1][0][1:] = article.text[1][0][1].replace("vixit. ", "vixit.\n").split("\n")
    done = update(article)
    assert done.numbers[-3:] == ["1.1.1", "1.1.2", "1.1.3"]
    assert done.text("1.1.2", "de").startswith("Unter den Konsuln")
    assert done.text("1.1.3", "de") == "[…]"
    assert done.loaded[0].stale == {"de": {Passage.parse("1.1.2")}}
    assert done.has("divided 1.1.2 was: Is M. Messala", "divided 1.1.2 → 1.1.3 now: Regni")
    assert str(done.loaded[0].by_slug["duo-consules"].target) == "1.1.2"


def test_a_quote_goes_with_the_part_of_a_divided_sentence_in_which_it_stands(article: Article, update: Update) -> None:
    article.change("partes tres, quarum unam", "partes tres. Earum unam")
    article.text[0][0][0:1] = article.text[0][0][0].replace("tres. ", "tres.\n").split("\n")
    done = update(article)
    assert done.numbers[:4] == ["0.1.1", "0.1.1a", "0.1.2", "0.1.3"]
    notes = done.loaded[0].by_slug
    assert str(notes["celtae-et-galli"].target) == "0.1.1a"
    assert str(notes["tres-partes"].target) == "0.1.1"
    assert done.code == 0
    assert done.has("moved celtae-et-galli: 0.1.1 → 0.1.1a", "read again celtae-et-galli, tres-partes")


def test_joined_sentences_get_a_new_number_and_the_translations_of_both(article: Article, update: Update) -> None:
    one, two = article.text[0][0][1:3]
    article.text[0][0][1:3] = [f"{one.removesuffix('.')} et {two}"]
    done = update(article)
    assert done.numbers[:2] == ["0.1.1", "0.1.4"]
    assert done.leads() == {"0.1.2": "0.1.4", "0.1.3": "0.1.4"}
    german = done.text("0.1.4", "de")
    assert german.startswith("Sie alle")
    assert german.endswith("Marne und Seine.")
    assert done.loaded[0].stale == {"de": {Passage.parse("0.1.4")}}
    assert [str(item.passage) for item in done.loaded[0].emendations[:2]] == ["0.1.4", "0.1.4"]
    assert done.has("joined 0.1.2, 0.1.3 → 0.1.4")


def test_a_line_end_made_by_hand_stays_where_the_words_are_the_same(article: Article, update: Update) -> None:
    for language in ("la", "de"):
        path = article.root / LEAD.format(language)
        path.write_text(path.read_text().replace("differunt.\nGallos", "differunt\nGallos"), encoding="utf-8")
    pinned = article.root / EXTRACT.format(1)
    pinned.write_text(pinned.read_text().replace("differunt.", "differunt"), encoding="utf-8")
    article.pinned = read_extract(pinned.read_bytes())
    article.text[0][0][1] = article.text[0][0][1].replace("differunt.", "differunt")
    done = update(article)
    assert done.numbers[:3] == ["0.1.1", "0.1.2", "0.1.3"]
    assert done.loaded[0].stale == {"de": frozenset()}


def test_a_paragraph_is_moved_within_its_section(article: Article, update: Update) -> None:
    article.text[0].append(article.text[0].pop(0))
    done = update(article)
    assert done.numbers[:5] == ["0.2.1", "0.2.2", "0.3.1", "0.3.2", "0.3.3"] or done.numbers[:5] == [
        "0.0a.1", "0.0a.2", "0.1.1", "0.1.2", "0.1.3",
    ]  # fmt: skip
    leads = done.leads()
    assert all(done.text(new, "de") for new in leads.values())
    assert done.loaded[0].stale == {"de": frozenset()}
    assert done.code == 0


def test_a_paragraph_is_moved_to_another_section_with_all_that_belongs_to_it(article: Article, update: Update) -> None:
    article.text[1].append(article.text[0].pop(0))
    done = update(article)
    edition, problems = done.loaded
    assert done.code == 0
    assert done.numbers == ["0.2.1", "0.2.2", "1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3"]
    assert done.leads() == {f"0.1.{place}": f"1.2.{place}" for place in (1, 2, 3)}
    assert str(edition.aliases[Passage.parse("0.1")].to) == "1.2"
    assert str(edition.by_slug["tres-partes"].path) == "annotations/1/tres-partes.md"
    assert edition.stale_notes == frozenset()
    assert done.has("moved 0.1 → 1.2, the paragraph", "moved tres-partes: 0.1.1 → 1.2.1")
    # The entries of the list keep the form in which they were written, and comments go with them.
    assert (article.root / "annotations/0/emendations.yaml").read_text() == "# Of the lead.\n\n" + entry(
        "0.2.1", "provinciae", "provinciae nostrae"
    )
    assert (article.root / "annotations/1/emendations.yaml").read_text() == "\n".join(
        [
            EMENDATIONS_1,
            entry('"1.2.2"', "Hi omnes", "Hi autem omnes"),
            "# see also 0.1.3 and {passage}`0.1.3`\n" + entry("'1.2.3'", "Garumna", "Garunna", "  # kept"),
        ]
    )
    # Plain numbers are not references; a person is told.
    assert done.has("Numbers here may be old passage numbers in plain words")
    assert "annotations/1/emendations.yaml:15: 0.1.3" in done.report
    assert not [problem for problem in problems if not problem.notice]


def test_what_people_wrote_about_the_old_text_is_named(article: Article, update: Update) -> None:
    pinned = article.root / EXTRACT.format(1)
    checksum = hashlib.sha256(pinned.read_bytes()).hexdigest()
    page = article.root / "source/la/about/edition.md"
    page.write_text(f"# De editione\n\nVide {pinned.name}.\n\n    {checksum}\n\nIn 0.1 et 0.2, non 0.1.2.3 aut 10.1.\n")
    article.text[1].append(article.text[0].pop(0))
    done = update(article)
    assert done.has("Revision 1, its file or its checksum is still named here")
    lines = [line.strip() for line in done.report.split("\n") if line.startswith("  source/la/about/edition.md:")]
    assert lines == [f"source/la/about/edition.md:{line}" for line in ("3", "5", "7: 0.1")]


def test_a_new_section_stands_on_the_lists_of_pages(article: Article, update: Update) -> None:
    article.headings.insert(1, "De Ariovisto")
    article.text.insert(1, [[NEW]])
    done = update(article)
    assert done.numbers[5:] == ["0a.1.1", "1.1.1", "1.1.2"]
    assert (article.root / "source/la/text/00a-de-ariovisto.md").read_text() == f"# De Ariovisto\n\n{NEW}\n"
    assert (article.root / "source/de/text/00a-de-ariovisto.md").read_text() == "# […]\n\n[…]\n"
    for language in ("la", "de"):
        lines = (article.root / f"source/{language}/index.md").read_text().split("\n")
        assert lines[lines.index("text/00a-de-ariovisto") - 1] == "text/00-lead"
    assert done.has("Section 0a De Ariovisto new the section", "translate de: 0a.0, 0a.1.1")


def test_a_section_is_removed_with_its_pages(article: Article, update: Update) -> None:
    (article.root / "source/la/about/edition.md").write_text("# De editione\n\n[Notae](../text/02-notae.md)\n")
    del article.headings[2], article.text[2]
    done = update(article)
    assert not (article.root / "source/la/text/02-notae.md").exists()
    assert not (article.root / "source/de/text/02-notae.md").exists()
    assert "02-notae" not in (article.root / "source/de/index.md").read_text()
    assert str(done.loaded[0].aliases[Passage.parse("2")].to) == "1"
    assert done.has(
        "Section 2 Notae removed the section; its files were taken away de: Anmerkungen", "Sections: 1 removed"
    )
    assert "source/la/about/edition.md:3: U02 this leads to the page text/02-notae, which is no more" in done.report


def test_a_section_with_another_heading_keeps_its_page(article: Article, update: Update) -> None:
    article.headings[1] = "De Orgetorige"
    done = update(article)
    assert (article.root / HELVETII.format("la")).read_text().startswith("# De Orgetorige\n\nApud")
    assert (article.root / HELVETII.format("de")).read_text().startswith("# Die Helvetier\n\nBei")
    assert done.loaded[0].stale == {"de": {Passage.parse("1.0")}}
    assert done.has("changed 1.0, the heading was: De Helvetiis now: De Orgetorige")
    # The note is about words of the old heading.
    assert done.code == 1
    assert done.has("annotations/1/titulus-capitis.md:3: A02")


def test_sections_change_places(article: Article, update: Update) -> None:
    article.headings.insert(1, article.headings.pop())
    article.text.insert(1, article.text.pop())
    index = article.root / "source/de/index.md"
    index.write_text(index.read_text().replace("text/01-de-helvetiis", "Kapitel <text/01-de-helvetiis>"))
    done = update(article)
    names = sorted(path.name for path in (article.root / "source/de/text").iterdir())
    assert names in (
        ["00-lead.md", "00a-notae.md", "01-de-helvetiis.md"],
        ["00-lead.md", "02-notae.md", "03-de-helvetiis.md"],
    )
    edition, _ = done.loaded
    assert done.code == 0
    listed = re.findall(r"text/([\w-]+)", index.read_text())
    assert [f"{name}.md" for name in listed] == names
    assert str(edition.by_slug["duo-consules"].target.section) == names[-1][:2].lstrip("0")


def test_two_updates_in_a_row_leave_no_chain_of_old_numbers(article: Article, update: Update) -> None:
    article.text[1].append(article.text[0].pop(0))
    update(article)
    second = Article(article.root)
    second.text[0].insert(0, second.text[1].pop())
    done = update(second, "3")
    assert done.numbers[:5] == ["0.0a.1", "0.0a.2", "0.0a.3", "0.2.1", "0.2.2"]
    assert done.leads() == {f"{old}.{place}": f"0.0a.{place}" for old in ("0.1", "1.2") for place in (1, 2, 3)}
    third = Article(article.root)
    del third.text[0][0][1]
    done = update(third, "4")
    aliases = {str(old): (str(alias.to), alias.removed) for old, alias in done.loaded[0].aliases.items()}
    assert aliases["0.1.2"] == aliases["1.2.2"] == aliases["0.0a.2"] == ("0.0a.1", "4")
    assert done.code == 0
    assert sorted(path.name for path in (article.root / "source/transmitted").iterdir()) == [
        f"de-bello-gallico.{number}.txt" for number in (1, 2, 3, 4)
    ]


@pytest.fixture
def bare(article: Article) -> Article:
    """The article without what stands beside it, so that nothing is left for a person to decide between two updates."""
    shutil.rmtree(article.root / "annotations")
    (article.root / "source/la/about/edition.md").write_text("# De editione\n", encoding="utf-8")
    (article.root / "source/de/about/edition.md").write_text("# Zur Ausgabe\n", encoding="utf-8")
    return article


def test_what_was_joined_and_is_divided_again_leads_to_its_own_words(bare: Article, update: Update) -> None:
    original = copy.deepcopy(bare.text)
    one, two = bare.text[0][0][1:3]
    bare.text[0][0][1:3] = [f"{one.removesuffix('.')} et {two}"]
    bare.text[0][0] += bare.text[0].pop(1)
    assert update(bare).leads() == {"0.1.2": "0.1.4", "0.1.3": "0.1.4", "0.2.1": "0.1.5", "0.2.2": "0.1.6"}
    bare.text = original
    done = update(bare, "3")
    edition, _ = done.loaded
    for number, words in (("0.1.2", "Hi omnes"), ("0.1.3", "Gallos ab"), ("0.2.1", "Horum"), ("0.2.2", "Qua de")):
        assert done.text(done.leads()[number], "la").startswith(words), number
    # The paragraph follows its lines, though the number to which it led is still there.
    assert edition.aliases[Passage.parse("0.2")].to == edition.aliases[Passage.parse("0.2.1")].to.paragraph
    assert Passage.parse("0.1") in edition.original[Number(0)].passages


def test_an_old_number_leads_to_the_paragraph_where_the_words_are_not_told_apart(bare: Article, update: Update) -> None:
    one, two = bare.text[0][0][1:3]
    bare.text[0][0][1:3] = [f"{one.removesuffix('.')} et {two}"]
    update(bare)
    bare.text[0][0][1:2] = [one.replace("Hi omnes", "Illi omnes"), two.replace("Gallos ab", "Atque Gallos ab")]
    done = update(bare, "3")
    assert done.numbers[:3] == ["0.1.1", "0.1.4", "0.1.5"]
    assert done.leads() == {"0.1.2": "0.1", "0.1.3": "0.1"}
    # It follows the paragraph, and its own words when they are there again.
    bare.text[1].append(bare.text[0].pop(0))
    assert update(bare, "4").leads()["0.1.3"] == "1.2"
    bare.text[1][1][2] = two
    assert update(bare, "5").leads()["0.1.3"] == "1.2.3"


def test_what_was_removed_and_is_back_is_found_by_its_old_number(bare: Article, update: Update) -> None:
    original = copy.deepcopy(bare.text)
    del bare.text[0][0][1]
    del bare.text[1][0][0], bare.text[0][1]
    update(bare)
    bare.text = original
    bare.change("Apud Helvetios", "Apud illos Helvetios")
    done = update(bare, "3")
    edition, _ = done.loaded
    leads = done.leads()
    for number, words in (("0.1.2", "Hi omnes"), ("0.2.1", "Horum omnium"), ("0.2.2", "Qua de")):
        assert done.text(leads[number], "la").startswith(words)
        assert edition.aliases[Passage.parse(number)].removed == ""
        assert done.text(leads[number], "de") == "[…]"
        assert done.has(f"back: the words of {number}, missing since revision 2")
    assert str(edition.aliases[Passage.parse("0.2")].to) == leads["0.2.1"].rpartition(".")[0]
    # What is back with other words is not known; what is said of it stays true.
    alias = edition.aliases[Passage.parse("1.1.1")]
    assert (str(alias.to), alias.removed) == ("1.0", "2")
    # Taken away once more, both numbers tell so.
    del bare.text[0][0][1]
    again = update(bare, "4").loaded[0].aliases
    assert {again[Passage.parse(number)].removed for number in ("0.1.2", leads["0.1.2"])} == {"4"}


def test_words_that_stood_in_two_places_are_not_said_to_be_back(bare: Article, update: Update) -> None:
    bare.text[0][0].append(NEW)
    bare.text[1][0].append(NEW)
    update(bare)
    del bare.text[0][0][-1], bare.text[1][0][-1]
    update(bare, "3")
    bare.text[1][0].append(NEW)
    done = update(bare, "4")
    assert {alias.removed for alias in done.loaded[0].aliases.values()} == {"3"}


def test_staleness_outlives_the_next_update(article: Article, update: Update) -> None:
    article.change("longe nobilissimus", "multo nobilissimus")
    update(article)
    second = Article(article.root)
    second.text[0].append(second.text[1].pop(0))
    done = update(second, "3")
    assert done.loaded[0].stale == {"de": {Passage.parse("0.3.1")}}


# -- Emendations and quotes ----------------------------------------------------------------------------------


def test_a_slip_that_the_article_has_corrected_itself_is_taken_out(article: Article, update: Update) -> None:
    article.change("Garumna", "Garunna")
    done = update(article)
    assert "Garunna" not in (article.root / "annotations/0/emendations.yaml").read_text()
    assert done.has(
        "Emendations: 3 kept, 1 taken out", "taken out 0.1.3 “Garumna” → “Garunna”: the article now has it so"
    )
    assert done.code == 0


def test_the_place_of_a_lost_note_is_not_given_up_with_its_trace(article: Article, update: Update) -> None:
    path = article.root / "annotations/0/emendations.yaml"
    path.write_text(EMENDATIONS.replace("category: word", "category: lost-note"), encoding="utf-8")
    article.change("Garumna", "Garunna")
    done = update(article)
    assert done.code == 1
    assert "E04 “Garumna” is not in 0.1.3" in done.report
    assert path.read_text() == EMENDATIONS.replace("category: word", "category: lost-note")


def test_a_correction_that_has_the_quoted_words_in_it_is_not_made_twice(article: Article, update: Update) -> None:
    article.change("humanitate provinciae", "humanitate provinciae nostrae")
    done = update(article)
    assert [item.quote for item in done.loaded[0].emendations] == ["Hi omnes", "Garumna", "fuit et"]


def test_a_slip_that_was_mended_otherwise_is_left_to_a_person(article: Article, update: Update) -> None:
    article.change("Garumna", "Garona")
    done = update(article)
    assert done.code == 1
    assert "E04 “Garumna” is not in 0.1.3" in done.report
    assert done.has("1 thing is left for you to decide")


def test_a_list_without_entries_is_taken_away(article: Article, update: Update) -> None:
    article.change("fuit et ditissimus", "ditissimusque fuit")
    (article.root / "annotations/1/titulus-capitis.md").unlink()
    (article.root / "annotations/1/duo-consules.md").unlink()
    article.change("nobilissimus ditissimusque fuit Orgetorix", "nobilissimus et Orgetorix")
    update(article)
    assert not (article.root / "annotations/1").exists()


def test_a_quote_in_which_a_word_was_changed_is_written_anew(article: Article, update: Update) -> None:
    article.change("M. Messala M. Pisone consulibus", "M. Messala et M. Pisone consulibus")
    done = update(article)
    note = done.loaded[0].by_slug["duo-consules"]
    assert note.quote == "M. Messala et M. Pisone consulibus"
    assert done.loaded[0].stale_notes == {"duo-consules"}
    assert done.has("new quote duo-consules: “M. Messala M. Pisone consulibus” → “M. Messala et M. Pisone consulibus”")
    text = (article.root / "annotations/1/duo-consules.md").read_text()
    assert text.endswith("von den Helvetiern war schon in {passage}`0.2.2` die Rede.\n")


def test_a_quote_is_not_anchored_to_the_same_words_elsewhere_when_its_own_are_gone(
    article: Article, update: Update
) -> None:
    (article.root / "annotations/0/nomen.md").write_text(
        '---\ntarget: "0.2.2"\nquote: reliquos Gallos virtute\nkind: language\nauthor: editores\nstatus: proposed\n---\n'
        "# la\nNomen.\n\n# de\nDer Name.\n"
    )
    # The words stood twice in the text; those of the note are taken away.
    for place in ("la", "de"):
        path = article.root / HELVETII.format(place)
        path.write_text(path.read_text().replace(" exirent", " reliquos Gallos virtute exirent"), encoding="utf-8")
    pinned = article.root / EXTRACT.format(1)
    pinned.write_text(pinned.read_text().replace(" exirent", " reliquos Gallos virtute exirent"))
    again = Article(article.root)
    del again.text[0][1][1]
    done = update(again)
    assert done.code == 1
    assert 'target: "0.2.2"' in (article.root / "annotations/0/nomen.md").read_text()
    assert "annotations/0/nomen.md:2: A01" in done.report


# -- All or nothing -------------------------------------------------------------------------------------------


def test_a_trial_writes_nothing(article: Article, update: Update) -> None:
    article.text[1].append(article.text[0].pop(0))
    before = files(article.root)
    done = update(article, "2", "--dry-run")
    assert files(article.root) == before
    assert done.has("This is a trial: nothing was written.", "moved 0.1 → 1.2, the paragraph")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revision": "1"}, "the edition is of revision 1 already"),
        ({"revision": "0"}, "revision 0 is older than 1"),
        ({"title": "De bello civili"}, "this is another article: “De bello civili”, not “De bello Gallico”"),
        ({"url": "https://example.org"}, "this is another article: https://example.org, not https://la.wiki"),
    ],
)
def test_what_is_no_newer_revision_is_refused(
    article: Article, update: Update, change: dict[str, str], words: str
) -> None:
    before = files(article.root)
    article.pinned = replace(article.pinned, **change)
    done = update(article, change.get("revision", "2"))
    assert (done.code, done.report) == (2, "")
    assert words in done.errors
    assert files(article.root) == before


def test_an_edition_with_problems_an_unreadable_extract_and_a_file_in_the_way_are_refused(
    article: Article, update: Update, capsys: pytest.CaptureFixture[str]
) -> None:
    (article.root / EXTRACT.format(2)).write_text("mine")
    done = update(article)
    assert (done.code, "gallico.2.txt is there already" in done.errors) == (2, True)
    (article.root / EXTRACT.format(2)).unlink()
    assert main(["update", str(article.root / "conf.py")]) == 2
    assert "conf.py:1: " in capsys.readouterr().err
    assert main(["update", str(article.root / "none.txt")]) == 2
    assert "none.txt: the extract cannot be read" in capsys.readouterr().err
    note = article.root / "annotations/0/tres-partes.md"
    note.write_text(note.read_text().replace("kind: context", "kind: contest"))
    before = files(article.root)
    done = update(article)
    assert (done.code, files(article.root) == before) == (2, True)
    assert "the edition has 1 problem; run “python -m edition check”" in done.errors


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
@pytest.mark.parametrize("nth", [1, 4, 9, 14])
def test_a_fault_while_writing_leaves_everything_byte_for_byte(
    article: Article, update: Update, monkeypatch: pytest.MonkeyPatch, nth: int, fault: BaseException
) -> None:
    article.text[1].append(article.text[0].pop(0))
    article.headings.append("De Ariovisto")
    article.text.append([[NEW], article.text[1][0][:1]])
    del article.text[1][0][0]
    before = files(article.root)
    folders = {path for path in article.root.rglob("*") if path.is_dir()}
    calls, rename = iter(range(1, 100)), Path.rename

    def failing(old: Path, new: Path) -> Path:
        if next(calls) == nth:
            raise fault
        return rename(old, new)

    monkeypatch.setattr(Path, "rename", failing)
    if isinstance(fault, OSError):
        done = update(article)
        assert (done.code, "nothing was written" in done.errors) == (2, True)
    else:
        with pytest.raises(KeyboardInterrupt):
            update(article)
    assert next(calls) > nth
    assert files(article.root) == before
    assert {path for path in article.root.rglob("*") if path.is_dir()} == folders


def test_a_file_that_is_a_link_is_not_written_through(article: Article, update: Update) -> None:
    outside = article.root.parent / "outside.md"
    page = article.root / HELVETII.format("de")
    page.rename(outside)
    page.symlink_to(outside)
    before = outside.read_bytes()
    article.text[1][0].append(NEW)
    done = update(article)
    assert done.code == 2
    assert "run “python -m edition check”" in done.errors
    assert outside.read_bytes() == before
    assert not (article.root / "source/passages.yaml").exists()


# -- The whole article ----------------------------------------------------------------------------------------


@pytest.fixture
def real(tmp_path: Path) -> Article:
    """The real edition, in a copy that a test may spoil."""
    root = tmp_path / "real"
    for name in ("source", "annotations"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("conf.py", "CITATION.cff"):
        shutil.copy2(ROOT / name, root)
    return Article(root)


def test_a_rewritten_article_of_many_pages(real: Article, update: Update) -> None:
    """Everything at once; each note and emendation is where its words are, or a person is told."""
    rng = random.Random(7)
    before, _ = corpus.load(real.root, config.read(real.root))
    revision = f"{int(real.pinned.revision) + 1}"
    text = real.text
    text[8].insert(1, text[7].pop(0))
    text[5].reverse()
    text[6][0:1] = [text[6][0][:2], text[6][0][2:]]
    text[4][0:2] = [text[4][0] + text[4][1]]
    text[7][2].pop(1)
    text[9].pop()
    for _ in range(20):
        lines = rng.choice([lines for paragraphs in text for lines in paragraphs])
        words = lines[0].split(" ")
        words[rng.randrange(len(words))] = "altceva"
        lines[0] = " ".join(words)
    real.headings.insert(3, "O secțiune nouă")
    text.insert(3, [["O propoziție nouă.", "Încă una, și mai nouă."]])
    done = update(real, revision)
    edition, problems = done.loaded
    assert done.code == 1
    told = {problem.path for problem in problems if not problem.notice}
    for note in before.annotations:
        after = edition.by_slug.get(note.slug)
        assert after or any(path.endswith(f"/{note.slug}.md") for path in told), note.slug
    # Quotes that did not change stand on words that did not change.
    same = {note.slug for note in before.annotations if (n := edition.by_slug.get(note.slug)) and n.quote == note.quote}
    assert len(same) > len(before.annotations) * 3 // 4
    # No number means other words than before, but for edited ones, which are stale.
    after = {p: s.text for section in edition.original.values() for p, s in section.segments.items()}
    for section in before.original.values():
        for passage, segment in section.segments.items():
            if passage in after and after[passage].split() != segment.text.split():
                assert passage in edition.stale["en"], passage
            assert passage in after or passage in edition.aliases
    assert f"CITATION.cff:{19}" in done.report


def test_an_updated_edition_is_built_and_old_addresses_lead_to_the_new_place(
    article: Article, update: Update, tmp_path: Path
) -> None:
    from building import command

    article.text[1].append(article.text[0].pop(0))
    article.text[1][0].insert(1, NEW)
    article.change("differunt", "omnino differunt")
    article.headings.insert(2, "De Ariovisto")
    article.text.insert(2, [[NEW.replace("nova", "tertia")]])
    assert update(article).code == 0
    for language in ("la", "de"):
        built = command(article.root, language, "html", tmp_path / "html" / language, tmp_path / "doctrees" / language)
        assert (built.errors, built.code) == ("", 0)
    lead = (tmp_path / "html/la/text/00-lead.html").read_text()
    helvetii = (tmp_path / "html/la/text/01-de-helvetiis.html").read_text()
    assert 'id="s1-2-2"' in helvetii
    assert 'id="s1-1-1a"' in helvetii
    assert (tmp_path / "html/de/text/01a-de-ariovisto.html").exists()
    assert 'id="s0-1-2"' in lead
    assert "01-de-helvetiis.html#s1-2-2" in lead


def test_the_page_of_a_section_that_is_no_more_leads_on(article: Article, update: Update, tmp_path: Path) -> None:
    from building import command
    from lxml import html

    article.headings.insert(1, article.headings.pop())
    article.text.insert(1, article.text.pop())
    article.text[2].append(article.text[0].pop(0))
    done = update(article)
    moved = next(p for p in ("1", "2") if Passage.parse(p) in done.loaded[0].aliases)
    built = command(article.root, "de", "html", tmp_path / "html", tmp_path / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    [page] = (tmp_path / "html/text").glob(f"0{moved}-*.html")
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    ids = tree.xpath("//*[@class='former-page']/li/@id")
    assert f"s{moved}" in ids
    assert f"s{moved}-0" in ids
    assert f"s{moved}-0-la" in ids
    assert len(ids) == len(set(ids))
    for address in tree.xpath("//*[@class='former-page']//a/@href"):
        name, _, fragment = address.partition("#")
        there = html.fromstring((page.parent / name).read_text(encoding="utf-8"))
        assert not fragment or there.xpath(f"//*[@id='{fragment}']"), address
    # A later update keeps it.
    second = Article(article.root)
    second.text[0].append([NEW])
    update(second, "3")
    assert f'page: "{page.stem}"' in (article.root / "source/passages.yaml").read_text()
