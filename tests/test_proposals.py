"""The steps that look at a stranger's proposal, run as the workflow has them on good, bad and hostile ones."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from forge import Done, Forge, Repository, forge, git, run_step, step

from ci.comment import Found, Where, comment
from ci.proposal import MOST
from ci.tell import MARKER
from edition import config, reporting
from edition.files import LARGEST
from edition.messages import say
from edition.model import Problem

NOTE = "annotations/1/duo-consules.md"
TEXT = (SMALL / NOTE).read_text(encoding="utf-8")
VALUES = {
    "github.event.pull_request.number": "7",
    "github.event.pull_request.head.repo.full_name": "ana/edition",
    "github.event.pull_request.head.ref": "o-notă/nouă",
    "github.event.pull_request.head.sha": "f" * 40,
    "github.token": "secret",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("forge"))


@dataclass
class Run:
    """One run of the workflow, in a folder of its own."""

    repository: Repository
    folder: Path
    forge: Forge
    done: Done | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_REPOSITORY": "owner/edition",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_API_URL": self.forge.address,
            "GITHUB_RUN_ID": "12",
            "PYTHONPYCACHEPREFIX": str(self.repository.path.parent / "pycache"),
            "CANARY": str(self.folder / "canary"),
        }

    def clone(self) -> None:
        """Have a base branch of one's own, that a test may change."""
        git(self.folder, "clone", "-q", str(self.repository.path), "base")

    def check(self) -> Done:
        """The job ``check``, but for what installs the checker."""
        if not (self.folder / "base").exists():
            (self.folder / "base").symlink_to(self.repository.checkout)
        for name in ("Fetch the proposal, without a working tree", "Check its files as data"):
            self.done = run_step(step("check", "check", name), self.folder, VALUES, self.environment)
            assert self.done.code == 0 or name.startswith("Check"), self.done.err
        assert self.done is not None
        assert "Traceback" not in self.done.out + self.done.err
        # Nothing of it was executed, and nothing written but the report.
        assert not (self.folder / "canary").exists()
        assert git(self.folder / "base", "status", "--porcelain", "--ignored") == ""
        assert {path.name for path in self.folder.iterdir()} <= {"base", "report", "summary.md"}
        assert_harmless(self.done)
        return self.done

    def tell(self) -> None:
        """The job ``tell``."""
        done = run_step(step("check", "tell", "Comment, and suggest changes"), self.folder, VALUES, self.environment)
        assert (done.code, done.err) == (0, "")

    @property
    def comment(self) -> str:
        return (self.folder / "report" / "comment.md").read_text(encoding="utf-8")

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text(encoding="utf-8")

    @property
    def suggestions(self) -> list[dict[str, object]]:
        return json.loads((self.folder / "report" / "suggestions.json").read_text(encoding="utf-8"))


def assert_harmless(done: Done) -> None:
    """What a step says begins no command but ours, at eight lines at most."""
    lines = [line for line in (done.out + done.err).split("\n") if "::" in line or "##[" in line]
    assert all(
        re.match(r"::(error|notice) file=[^,:\n]*,line=\d+,title=[A-Z]\d\d::|::(error|notice)::[\w ]", line)
        for line in lines
    ), lines
    assert len([line for line in lines if " file=" in line]) <= reporting.ANNOTATIONS
    assert (done.out + done.err).replace("\n", "").isprintable()


@pytest.fixture
def run(repository: Repository, tmp_path: Path) -> Iterator[Run]:
    (tmp_path / "runner").mkdir()
    with forge() as state:
        yield Run(repository, tmp_path / "runner", state)


# -- Good and bad ---------------------------------------------------------------------------------------


def test_a_good_note_is_welcomed(run: Run) -> None:
    run.repository.propose(7, {"annotations/1/nova.md": TEXT})
    assert run.check() == Done(0, "", "")
    run.tell()
    [(method, path, data)] = run.forge.told
    assert (method, path) == ("POST", "issues/7/comments")
    assert data["body"].startswith(f"{MARKER}\n\n### no problems\n\nThe form is right.")
    assert "https://github.example/owner/edition/actions/runs/12" in data["body"]
    assert data["body"].count("### no problems") == 2
    assert run.suggestions == []


def test_a_mistake_is_told_at_its_line_and_in_one_comment(run: Run) -> None:
    run.repository.propose(
        7, {NOTE: TEXT.replace("kind: source", "kind: sauce"), "README.md": "other", "conf.py": "x = 1\n"}
    )
    done = run.check()
    assert done.code == 1
    assert done.out == f"::error file={NOTE},line=4,title=A04::unknown kind “sauce”%0Adid you mean “source”?\n"
    place = r"\*\*annotations&#47;1&#47;duo&#45;consules&#46;md&#58;4\*\* A04: unknown kind “sauce”<br>did you mean “source”&#63;"
    assert re.search(place, run.comment), run.comment
    assert f"(https://github.example/ana/edition/edit/o-not%C4%83/nou%C4%83/{NOTE}#L4)" in run.comment
    assert (
        "An editor must look at these files, which this check does not read: `` README.md ``, `` conf.py ``"
        in run.comment
    )
    assert re.search(place, run.summary)
    run.tell()
    run.tell()
    assert [told[:2] for told in run.forge.told] == [("POST", "issues/7/comments")]


def test_the_comment_is_updated_in_place_and_no_other_is_touched(run: Run) -> None:
    stranger = {"user": {"login": "ana"}, "id": 1000, "body": f"{MARKER} mine"}
    others = [{"user": {"login": "ana"}, "id": number, "body": "?"} for number in range(200)]
    run.forge.lists["issues/7/comments"] = [stranger, *others]
    run.repository.propose(7, {NOTE: TEXT.replace("kind: source", "kind: sauce")})
    run.check()
    run.tell()
    (run.folder / "report" / "comment.md").write_text(f"{MARKER}\nbetter\n", encoding="utf-8")
    run.tell()
    assert [told[:2] for told in run.forge.told] == [("POST", "issues/7/comments"), ("PATCH", "issues/comments/5001")]
    assert run.forge.lists["issues/7/comments"][-1]["body"] == f"{MARKER}\nbetter\n"
    assert stranger["body"] == f"{MARKER} mine"


def test_eight_are_shown_at_their_lines_and_the_summary_has_all(run: Run) -> None:
    notes = {
        f"annotations/1/nota-{number}.md": TEXT.replace("kind: source", f"kind: sauce{number}") for number in range(30)
    }
    run.repository.propose(7, notes)
    done = run.check()
    assert len(re.findall("^::error file=", done.out, re.MULTILINE)) == 8
    assert done.out.splitlines()[-1].startswith("::notice::30 problems; here are the first 8")
    assert len(re.findall(r"^- \*\*", run.summary, re.MULTILINE)) == 60  # in two languages
    assert len(run.comment) < 65_536


def test_what_is_mechanical_is_suggested_once_at_lines_of_the_proposal(run: Run) -> None:
    run.clone()
    wrong = TEXT.replace('"1.1.2"', '"1.1.1"').replace("hos {term}", "hæc ``` {term}").replace("annum", "anno\u0308")
    run.repository.propose(
        7, {NOTE: wrong, "annotations/1/nova.md": TEXT.replace("M. Messala M. Pisone", "M. Messala, M. Pisone")}
    )
    assert run.check().code == 1
    found = {(item["path"], item["start"], item["line"]): item["body"] for item in run.suggestions}
    assert list(found) == [(NOTE, 2, 2), (NOTE, 9, 9), ("annotations/1/nova.md", 3, 3)]
    target, letters, quote = found.values()
    assert "is suggested at its line: one click takes it over." in run.comment
    assert str(target).split("\n")[1:] == ["```suggestion", 'target: "1.1.2"', "```", ""]
    assert str(letters).split("\n")[1] == "````suggestion"
    assert "haec ``` {term}" in str(letters)
    assert "quote: M. Messala M. Pisone consulibus" in str(quote)
    # The same as a patch, which mends the files.
    git(run.folder / "base", "checkout", "-q", "refs/proposal")
    git(run.folder / "base", "apply", "../report/fix.patch")
    assert (run.folder / "base" / NOTE).read_text(encoding="utf-8") == wrong.replace("1.1.1", "1.1.2").replace(
        "hæc", "haec"
    )
    run.forge.outdated.add("annotations/1/nova.md")
    run.tell()
    told = [data for _, path, data in run.forge.told if path == "pulls/7/comments"]
    assert [(data["path"], data["line"], data["side"], data["commit_id"]) for data in told[:2]] == [
        (NOTE, 2, "RIGHT", "f" * 40), (NOTE, 9, "RIGHT", "f" * 40)]  # fmt: skip
    run.tell()
    again = [data for _, path, data in run.forge.told[4:] if path == "pulls/7/comments"]
    assert [data["path"] for data in again] == ["annotations/1/nova.md"]  # refused, so offered again


def test_nothing_is_suggested_at_lines_that_were_not_touched(run: Run) -> None:
    run.clone()
    base = run.folder / "base"
    spoilt = TEXT.replace("Konsuln", "C\u00e6suln")
    for text in (spoilt, spoilt.replace("anno 61", "anno LXI")):
        (base / NOTE).write_text(text, encoding="utf-8")
        git(base, "commit", "-q", "-a", "-m", "Change")
    git(base, "push", "-q", "origin", "+HEAD:refs/pull/7/head")
    git(base, "checkout", "-q", "HEAD~")
    done = run.check()
    assert done.out.startswith(f"::error file={NOTE},line=12,title=F05::")
    assert run.suggestions == []
    assert "+{cite:t}`broughton1951{Jahr 61}` setzt diese {term}`Caesuln`" in (
        run.folder / "report/fix.patch"
    ).read_text("utf-8")


def test_a_comment_in_romanian_first() -> None:
    settings = config.read(ROOT)
    problem = Problem("annotations/4/o-notă.md", 4, "A04", say("unknown kind “{value}”", value="sauce"))
    where = Where.of("https://github.com", "ana/x", "b", "https://run", settings)
    text = comment(Found([problem], ["Makefile"], True), settings, where)
    romanian, _, english = text.partition("<details")
    assert romanian.startswith(
        f"{MARKER}\n\n### 1 problemă\n\n- **annotations&#47;4&#47;o&#45;notă&#46;md&#58;4** A04: "
    )
    assert "Vă mulțumim! Înainte să o citească un editor, aceste lucruri de formă trebuie îndreptate." in romanian
    assert "la rândul ei: o primiți cu un clic." in romanian
    assert "Un editor trebuie să se uite la aceste fișiere, pe care verificarea nu le citește" in romanian
    assert "[îndreptați în browser](https://github.com/ana/x/edit/b/annotations/4/o-not%C4%83.md#L4)" in romanian
    assert english.startswith(' lang="en"><summary>English</summary>\n\n### 1 problem\n')
    assert Where.of("https://github.com", "", "", "", settings).edit == ""
    assert Where.of("https://github.com", "x/y](http://evil)", "b", "", settings).edit == ""


# -- Hostile --------------------------------------------------------------------------------------------

CANARY = "import os\nopen(os.environ.get('CANARY', '/dev/null'), 'w').write('sung')\n"
CODE = (
    "conf.py", "sitecustomize.py", "usercustomize.py", "edition/__init__.py", "edition/checking.py", "ci/__init__.py", "ci/check.py",
    "source/conf.py", "source/__init__.py", "source/la/conf.py", "annotations/conftest.py", "yaml.py", "setup.py",
)  # fmt: skip


def test_the_canary_sings(tmp_path: Path) -> None:
    environment = {**os.environ, "CANARY": str(tmp_path / "canary")}
    subprocess.run([sys.executable, "-c", CANARY], env=environment, check=True)
    assert (tmp_path / "canary").exists()


def test_no_code_of_a_proposal_is_executed(run: Run) -> None:
    shell = "#!/bin/sh\necho sung > $CANARY\n"
    files = {
        **dict.fromkeys(CODE, CANARY),
        ".gitattributes": "* filter=evil diff=evil merge=evil\n",
        "annotations/.gitattributes": "* filter=evil diff=evil\n",
        ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "echo sung>$CANARY"\n',
        "Makefile": "all:\n\techo sung > $$CANARY\n",
        ".ci/run": shell,
        "requirements.lock": "evil @ file:///evil\n",
        ".github/workflows/check.yml": "on: push\n",
        NOTE: TEXT.replace("kind: source", "kind: sauce"),
    }
    run.repository.propose(7, files)
    done = run.check()
    assert (done.code, done.out.count("::error")) == (1, 2)
    assert f"::error file={NOTE},line=4,title=A04::" in done.out
    assert "::error file=annotations/conftest.py,line=1,title=A11::" in done.out
    run.tell()
    assert "conf.py" in run.forge.told[0][2]["body"]
    assert not (run.folder / "canary").exists()


def test_links_are_refused_and_never_made(run: Run) -> None:
    links = {
        "annotations/1/passwd.md": "/etc/passwd",
        "source/references.bib": "../conf.py",
        "annotations/2": "/etc",
        "source/la/text": "/",
    }
    run.repository.propose(7, {"source/references.bib": None}, links)
    done = run.check()
    assert done.code == 1
    said = html.unescape(run.summary)
    for path in ("annotations/1/passwd.md", "annotations/2", "source/la/text", "source/references.bib"):
        assert f"- **{path}:1** F06: this file cannot be read: it is a link<br>put an ordinary file here" in said
    assert "root:" not in done.out + run.comment + run.summary


def test_paths_that_lead_out_are_refused(run: Run, repository: Repository) -> None:
    blob = git(repository.path, "hash-object", "-w", "--stdin", data=b"out")

    def tree(*entries: tuple[str, str, str]) -> str:
        raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(item) for mode, name, item in entries)
        return git(repository.path, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", data=raw)

    leaf = tree(("100644", "canary", blob))
    up = tree(("40000", "..", tree(("40000", "..", tree(("40000", "..", leaf))))), ("100644", "x.md", blob))
    rest = [
        line.split() for line in git(repository.path, "ls-tree", "main").split("\n") if not line.endswith("annotations")
    ]
    entries = [(mode.removeprefix("0"), name, item) for mode, _, item, name in rest]
    repository.record(7, tree(*sorted([*entries, ("40000", "annotations", up)], key=lambda entry: entry[1])))
    done = run.check()
    assert done.code == 1
    assert "its name leads out of the edition" in done.out
    assert not list(run.folder.parent.rglob("canary"))


NAMES = {
    "annotations/1/\x1b[31mred\x07.md": TEXT,
    "annotations/1/a\n::error::x\r::set-output name=x::y\n.md": TEXT,
    "annotations/1/##[add-mask]x.md": TEXT,
    "annotations/1/<img src=x onerror=alert(1)>@ana `x` ](http://evil).md": TEXT,
    "annotations/1/\u202egro.live.md": TEXT,
    "annotations/1/" + "\udcff\udcfe.md": TEXT,
    "annotations/1/" + "x" * 300 + ".md": TEXT,
    "annotations/1/-rf": TEXT,
    "annotations/$(touch $CANARY)/`touch $CANARY`.md": TEXT,
}


def test_names_command_nothing(run: Run) -> None:
    run.repository.propose(7, {**NAMES, **{f"code/{name.partition('/')[2]}": "x" for name in NAMES}})
    assert run.check().code == 1
    run.tell()
    body = run.forge.told[0][2]["body"]
    for text in (body, run.summary):
        assert text.replace("\n", "").isprintable()
        outside = re.sub(
            r"\]\(https://github\.example/[^)\s]*\)|<br>|</?(details|summary)[^>]*>|<!-- edition-check -->", "]", text
        )
        assert not re.search(r"<|@|\(http", outside), outside
        assert "##[" not in text


def test_texts_command_nothing(run: Run) -> None:
    order = "::set-output name=x::y ##[add-mask]x @ana <script>alert(1)</script> \x1b[31m %0A::error::z"
    wrong = TEXT.replace("kind: source", f"kind: '{order}'").replace(
        "author: editores", f"author: ok\nother: '{order}'"
    )
    run.repository.propose(7, {NOTE: wrong, "annotations/1/b.md": wrong.replace("\x1b", "")})
    assert run.check().code == 1
    assert "@ana" not in run.comment
    assert "<script" not in run.comment + run.summary


def test_what_is_huge_costs_little(run: Run) -> None:
    run.repository.propose(7, {
        NOTE: b"a" * 30_000_000, "source/references.bib": b"@" * (LARGEST + 1), "source/la/about/edition.md": b"\0" * 5_000_000,
        "annotations/1/emendations.yaml": b"- \n" * 1_000_000,
    })  # fmt: skip
    done = run.check()
    assert done.code == 1
    assert run.summary.count(" F07: this file is larger than ") == 2 * 4
    assert sum(path.stat().st_size for path in (run.folder / "report").iterdir()) < 100_000


def test_too_many_files_are_for_an_editor(run: Run) -> None:
    run.repository.propose(7, {f"annotations/1/n-{number}.md": "x" for number in range(MOST + 1)})
    done = run.check()
    assert done.code == 2
    assert (
        done.out
        == f"::error::this proposal changes {MOST + 1} data files; more than {MOST} are read by an editor only\n"
    )
    run.tell()
    assert "An editor will look at it." in run.forge.told[0][2]["body"]


def test_a_proposal_without_a_common_beginning(run: Run) -> None:
    tree = git(run.repository.path, "rev-parse", "main^{tree}")
    git(run.repository.path, "update-ref", "refs/pull/7/head", git(run.repository.path, "commit-tree", tree, "-m", "x"))
    assert run.check().code == 2
    assert "no commit in common" in run.comment


def test_a_folder_becomes_a_file_and_a_file_a_folder(run: Run) -> None:
    gone = [path.relative_to(SMALL).as_posix() for path in (SMALL / "source").rglob("*") if path.is_file()]
    run.repository.propose(7, {**dict.fromkeys(gone), "source": "x", NOTE: None, f"{NOTE}/x.md": TEXT})
    assert run.check().code == 1


def test_a_check_that_breaks_off_shows_no_traceback(run: Run) -> None:
    run.clone()
    run.repository.propose(7, {NOTE: TEXT})
    broken = run.folder / "base" / "edition" / "scoping.py"
    code = broken.read_text(encoding="utf-8")
    broken.write_text(
        code.replace(
            '    """Divide *problems* into', '    raise ValueError("::error::x ##[y]")\n    """Divide *problems* into'
        ),
        encoding="utf-8",
    )
    for name in ("Fetch the proposal, without a working tree", "Check its files as data"):
        done = run_step(step("check", "check", name), run.folder, VALUES, run.environment)
    assert done.code == 2
    assert done.out == "::error::The check broke off at this proposal.\n"
    assert all(line.startswith("| ") for line in done.err.splitlines())
    assert "##[" not in done.err
    assert "ValueError" not in run.comment


def test_the_report_of_somebody_else_is_not_said(run: Run) -> None:
    run.repository.propose(7, {NOTE: TEXT})
    run.check()
    (run.folder / "report" / "comment.md").write_text("Buy!", encoding="utf-8")
    done = run_step(step("check", "tell", "Comment, and suggest changes"), run.folder, VALUES, run.environment)
    assert done.code != 0
    assert run.forge.told == []
