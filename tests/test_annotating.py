"""What the form for an annotation knows is what the check knows, and what its patterns let pass the check lets pass."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edition import annotating, annotationfile, config, corpus, rules, schemas, signs, writing
from edition.anchor import EQUAL, fold
from edition.annotating import Work
from edition.frontmatter import split
from edition.markup import ROLES, allowed
from edition.repository import Repository

EDIT = "https://example.org/people/gallia/edit/main/"
WORKS = [Work("caesar1900", "Caesar", "1900", "Commentariorum pars prior")]

# -- Patterns instead of a parser ------------------------------------------------------

KEPT = re.compile(signs.KEPT, re.MULTILINE)


def refused(text: str) -> list[str]:
    """The codes that the form finds; as its script does it (``problemsOf``)."""
    rest = KEPT.sub(r"·\1·", text)
    return [code for code, pattern in signs.REFUSED if re.search(pattern, rest, re.MULTILINE)]


def told(text: str) -> set[str]:
    """What the check says of the same text, but for what roles point to."""
    return {problem.code for problem in allowed("a.md", text, 1)} & {"A09", "A12"}


FRAGMENTS = [
    *(
        "a",
        "Rapallo",
        "ș",
        "1922",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\\",
        "*",
        "**",
        "_",
        "`",
        "``",
        "```",
        "~~~",
    ),
    *("#", "# ", "- ", "+ ", "1. ", "> ", "---", "===", "+++", "***", "%", ":::", "|", "|---|", "a | b\n--|--", ":--"),
    *(
        "[",
        "]",
        "(",
        ")",
        "![",
        "[^a]",
        "[a]:",
        "](",
        "<",
        ">",
        "<b>",
        "<!--",
        "</p>",
        "<?x",
        "&lt;",
        "&#60;",
        "{",
        "}",
    ),
    *(
        "{{",
        "{%",
        "{x}",
        "{raw}`a`",
        "{note}",
        "{cite:p}`a`",
        "{term}`a b`",
        "(a)=",
        ".. a::",
        ".. ștergere::",
        "@import",
    ),
    *(
        "https://a.b",
        "<https://a.b>",
        "<javascript:a>",
        "[a](https://a.b)",
        "[a](javascript:b)",
        "[a](data:b)",
        "$",
        "$$",
    ),
    *("mailto:", "<mailto:a@b.c>", "{include}", "{eval-rst}", "{cite:x}", "{șa}", ":", "=", "-", "~", "!"),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(max_examples=1000, deadline=None)
@example("- x\n  ===")
@example("> # a")
@example("1. a\n\n       b")
@example("1. ***")
@example("[:::](https://a.b)")
@example("@import<https://a.b>")
@example("![a](https://a.b)")
@example("`{cite:p}`a`b")
def test_what_the_form_lets_pass_the_check_lets_pass(text: str) -> None:
    assert refused(text.strip()) or not told(text.strip())


@pytest.mark.parametrize("path", sorted((ROOT / "annotations").glob("*/*.md")), ids=lambda path: path.stem)
def test_what_people_wrote_could_have_been_written_in_the_form(path: Path) -> None:
    draft = annotationfile.parse(PurePosixPath(path), path.read_text(encoding="utf-8"), ("ro", "en"), [])
    assert draft is not None
    assert [(code, part.text) for part in draft.parts.values() for code in refused(part.text)] == []


def test_roles_are_found_with_what_they_say() -> None:
    found = re.findall(signs.ROLE, "{cite:p}`a{p. 1}, b` and {term}`c <d>`; {raw}`e`")
    assert found == [("cite:p", "a{p. 1}, b"), ("term", "c <d>")]
    assert all(re.findall(signs.ROLE, f"{{{role}}}`x`") == [(role, "x")] for role in ROLES)


# -- The data -------------------------------------------------------------------------


def known(root: Path, language: str, **changes: str) -> dict[str, object]:
    settings = replace(config.read(root), **changes)  # type: ignore[arg-type]
    edition, _ = corpus.load(root, settings)
    script = annotating.script(settings, edition, language, WORKS, "about/check.html")
    found: dict[str, object] = json.loads(script.removeprefix("window.editionAnnotatingData = ").removesuffix(";\n"))
    return found


def test_rules_and_patterns_are_those_of_the_check(root: Path) -> None:
    data = known(root, "ro")
    told = schemas.documents(config.read(root))["rules.json"]
    for name in ("patterns", "refused", "equalCharacters", "foldedLetters", "replacedLetters"):
        assert data[name] == told[name]
    everything = rules.rules("ro")
    assert data["rules"] == {
        code: [f"rule-{code.lower()}", everything[code].what, everything[code].mend] for code in annotating.CODES
    }
    assert "Scrieți" in str(data["rules"])
    assert "Adnotează" in str(data["form"])
    assert "Annotate" in str(known(root, "en")["form"])


def test_everything_that_a_note_may_name_is_there(small: Path) -> None:
    data = known(small, "de")
    assert data["notes"] == ["celtae-et-galli", "duo-consules", "titulus-capitis", "tres-partes"]
    assert data["works"] == [["caesar1900", "Caesar", "1900", "Commentariorum pars prior"]]
    assert {"0", "0.1", "0.1.1", "1.0", "1.1.2"} <= set(data["passages"])  # type: ignore[call-overload]
    assert "konsuln" in data["forms"]["de"]  # type: ignore[index]
    assert data["languages"] == ["de", "la"]


def test_old_numbers_may_be_named(revised: Path) -> None:
    passages = known(revised, "la")["passages"]
    assert "0.2.1" in passages  # type: ignore[operator]
    assert "0.1.2" not in passages  # type: ignore[operator]


def test_the_file_is_that_of_the_command(small: Path) -> None:
    """With a name for each thing that a person writes; the check takes it when they are filled in."""
    settings = config.read(small)
    edition, _ = corpus.load(small, settings)
    path = writing.begin(small, settings, edition, writing.Beginning("0.2", "fortissimi sunt Belgae", author="Ana"))
    values = {
        "target": "0.2.1", "quote": "fortissimi sunt Belgae", "kind": "context", "author": "Ana",
        "note-la": "…", "note-de": "…",
    }  # fmt: skip
    blank = str(known(small, "de")["file"]).replace("quote-de: @quote-de@\n", "")
    written = re.sub("@([a-z-]+)@", lambda match: values[match[1]], blank)
    assert written == (small / path).read_text(encoding="utf-8")
    assert split(str(path), written, []) is not None


def test_the_form_has_only_the_ends_that_there_are(small: Path) -> None:
    def ends(**changes: str) -> list[str]:
        return re.findall(r'data-end="(\w+)"|value="(download)"', str(known(small, "de", **changes)["form"]))  # type: ignore[return-value]

    def names(found: list[str]) -> list[str]:
        return ["".join(pair) for pair in found]

    assert names(ends()) == ["download"]
    assert names(ends(email="editores@example.org")) == ["email", "download"]
    assert names(ends(repository=EDIT)) == ["file", "issue", "download"]
    data = known(small, "de", repository=EDIT)
    assert data["new"] == "https://example.org/people/gallia/new/main/"
    assert data["issue"] == "https://example.org/people/gallia/issues/new?template=annotation.yml"


def test_a_repository_has_three_addresses() -> None:
    assert Repository.of("") is None
    found = Repository.of("https://git.example.org/a/b/-/edit/trunk/")
    assert found == Repository(
        "https://git.example.org/a/b/issues/new?template=annotation.yml", "https://git.example.org/a/b/-/new/trunk/"
    )
    for wrong in ("https://example.org/a/b", "javascript:alert(1)/edit/main/", "https://example.org/a/edit/main"):
        with pytest.raises(ValueError, match="no address"):
            Repository.of(wrong)


@pytest.mark.parametrize(
    "line",
    [
        'edition_repository = "https://example.org/a/b"',
        'edition_email = "nobody"',
        'edition_email = "a@b.c?subject=x"',
        'edition_repository = "javascript:x/edit/main/"',
    ],
)
def test_addresses_that_lead_nowhere_are_refused(line: str, small: Path) -> None:
    conf = small / "conf.py"
    conf.write_text(f"{conf.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(config.ConfigError, match="or empty"):
        config.read(small)


def test_the_fields_are_those_of_the_issue_form(root: Path) -> None:
    """The form of the repository asks for what is filled in here."""
    path = root / ".github/ISSUE_TEMPLATE" / urlsplit(str(Repository.of(EDIT).issue)).query.partition("=")[2]  # type: ignore[union-attr]
    if not path.exists():
        pytest.skip("this edition has no issue forms")
    fields = re.findall(r"^ +id: (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert {"passage", "quote", "kind", "note", "sources", "name"} <= set(fields)


def test_equal_characters_are_one_for_one() -> None:
    """The script folds each character by itself."""
    assert all(len(key) == len(value) == 1 for key, value in EQUAL.items())
    assert fold("„a”–’")[0] == '"a"-\''
