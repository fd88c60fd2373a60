"""A release, and the site in which it is kept: the steps of the workflows, run without GitHub."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from forge import Done, Forge, forge, run_step, step

from edition import config

FILES = [
    "SHA256SUMS", "de-{}.pdf", "edition-{}.tei.xml", "la-{}.epub", "parallel-a5-{}.pdf", "parallel-{}.pdf", "site-{}.zip",
]  # fmt: skip


@dataclass
class Project:
    """The small edition with what was built of it, and the releases that GitHub keeps."""

    folder: Path
    forge: Forge

    def name(self, release: str) -> None:
        """Write the release wherever it must stand."""
        for path, text in (
            ("conf.py", f'edition_release = "{release}"'),
            ("CITATION.cff", f"version: {release}"),
            ("CHANGELOG.md", f"## [{release}] - 2026-11-23\n\n- News of {release}.\n\n## [0.0.1]\n\n- Old."),
        ):
            old = (self.folder / path).read_text(encoding="utf-8") if (self.folder / path).exists() else ""
            kept = re.sub(
                r"(?ms)^(edition_release|version:|date-released:|## ).*"
                if path != "conf.py"
                else r"(?m)^edition_release.*",
                "",
                old,
            )
            (self.folder / path).write_text(
                f"{kept}\n{text}\n" + ("date-released: 2026-11-23\n" if "cff" in path else ""), encoding="utf-8"
            )

    def build(self, words: str) -> None:
        """What ``make`` leaves, with *words* on the pages."""
        for path in (
            "html/index.html", "html/la/index.html", "html/_headers", "pdf/parallel.pdf", "pdf/de.pdf", "pdf/.parallel.digest",
            "books/parallel.pdf", "books/parallel-a5.pdf", "epub/la.epub", "export/edition.tei.xml",
        ):  # fmt: skip
            (self.folder / "build" / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "build" / path).write_text(words, encoding="utf-8")

    def run(self, name: str, job: str, called: str, tag: str = "") -> Done:
        environment = {
            "GITHUB_REF_NAME": tag,
            "GITHUB_API_URL": self.forge.address,
            "GITHUB_REPOSITORY": "owner/edition",
        }
        return run_step(step(name, job, called), self.folder, {"github.token": "secret"}, environment)

    def release(self, tag: str) -> Done:
        """The job ``build`` of a release, but for what builds; then what the job ``publish`` verifies."""
        shutil.rmtree(self.folder / "build/release", ignore_errors=True)
        shutil.rmtree(self.folder / "release", ignore_errors=True)
        done = self.run("release", "build", "Gather the files of the release", tag)
        if done.code == 0:
            shutil.copytree(
                self.folder / "build/release", self.folder / "release"
            )  # as an artefact goes to the next job
            verified = self.run("release", "publish", "Verify them")
            assert verified.code == 0, verified.err
        return done

    def publish(self, tag: str) -> None:
        """Put the files where GitHub has them."""
        assets = []
        for path in sorted((self.folder / "release/files").iterdir()):
            address = f"/assets/{tag}/{path.name}"
            self.forge.files[address] = path.read_bytes()
            assets.append({"name": path.name, "url": self.forge.address + address})
        known = {"tag_name": tag, "draft": False, "assets": assets}
        self.forge.lists.setdefault("releases", []).insert(0, known)

    def serve(self) -> Done:
        """The job ``build`` of the pages, but for what builds."""
        for name in ("releases", "public"):
            shutil.rmtree(self.folder / "build" / name, ignore_errors=True)
        fetched = self.run("pages", "build", "Fetch the releases")
        assert (fetched.code, fetched.err) == (0, "")
        return self.run("pages", "build", "Put the site together")

    def served(self, path: str) -> str:
        return (self.folder / "build/public" / path).read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    for name in ("ci", "edition"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    with forge() as state:
        yield Project(folder, state)


def test_a_release_has_everything_and_its_checksums(project: Project) -> None:
    project.name("0.2.0")
    project.build("second")
    assert project.release("v0.2.0").code == 0
    files = sorted(path.name for path in (project.folder / "release/files").iterdir())
    assert files == sorted(name.format("0.2.0") for name in FILES)
    assert (project.folder / "release/notes.md").read_text(encoding="utf-8") == "- News of 0.2.0.\n"
    with zipfile.ZipFile(project.folder / "release/files/site-0.2.0.zip") as site:
        assert site.namelist() == ["_headers", "index.html", "la/index.html"]
    sums = (project.folder / "release/files/SHA256SUMS").read_bytes()
    for path in (project.folder / "build/html").rglob("*"):
        path.touch()
    project.release("v0.2.0")
    assert (project.folder / "release/files/SHA256SUMS").read_bytes() == sums


def test_a_file_that_was_changed_is_found(project: Project) -> None:
    project.name("0.2.0")
    project.build("second")
    project.release("v0.2.0")
    (project.folder / "release/files/de-0.2.0.pdf").write_text("other", encoding="utf-8")
    assert project.run("release", "publish", "Verify them").code != 0


@pytest.mark.parametrize(
    ("spoil", "tag", "said"),
    [
        ("", "v0.3.0", "the tag is v0.3.0, but edition_release in conf.py is 0.2.0"),
        ("", "0.2.0", "the tag is 0.2.0, but"),
        ("CITATION.cff", "v0.2.0", "the version in CITATION.cff is not 0.2.0"),
        ("CHANGELOG.md", "v0.2.0", "CHANGELOG.md has no section [0.2.0]"),
        ("build/html/index.html", "v0.2.0", "there is no site in build/html: run make"),
        ("build/epub/la.epub", "v0.2.0", "there is nothing in build/epub: run make epub"),
        ("build/export/edition.tei.xml", "v0.2.0", "there is nothing in build/export: run make export"),
    ],
)
def test_what_does_not_fit_is_no_release(spoil: str, tag: str, said: str, project: Project) -> None:
    project.name("0.2.0")
    project.build("second")
    if spoil.startswith("build"):
        (project.folder / spoil).unlink()
    elif spoil:
        (project.folder / spoil).write_text("nothing\n", encoding="utf-8")
    done = project.release(tag)
    assert done.code == 2
    assert done.out.startswith(f"::error::{said}")
    assert not (project.folder / "build/release").exists()


def test_a_release_is_kept_when_the_next_one_comes(project: Project) -> None:
    project.build("before any")
    project.forge.lists["releases"] = []
    assert project.serve() == Done(0, "", "")
    assert project.served("index.html") == "before any"
    for release, words in (("0.1.0", "first"), ("0.2.0", "second")):
        project.name(release)
        project.build(words)
        assert project.release(f"v{release}").code == 0
        project.publish(f"v{release}")
    project.forge.lists["releases"] += [
        {"tag_name": "../../x", "draft": False, "assets": [{"name": "site-x.zip", "url": "http://nowhere.invalid"}]},
        {"tag_name": "v9", "draft": True, "assets": [{"name": "site-9.zip", "url": "http://nowhere.invalid"}]},
    ]
    project.build("newest")
    assert project.serve() == Done(0, "/v/0.1.0/\n/v/0.2.0/\n", "")
    assert [project.served(path) for path in ("index.html", "v/0.1.0/la/index.html", "v/0.2.0/index.html")] == [
        "newest", "first", "second"]  # fmt: skip
    project.forge.files["/assets/v0.1.0/site-0.1.0.zip"] = b"other"
    done = project.serve()
    assert done.code == 2
    assert "v0.1.0: site-0.1.0.zip does not have the checksum" in done.out


def test_the_release_of_this_edition_fits() -> None:
    """But for the changelog, in which the next one has no number yet."""
    settings = config.read(ROOT)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {settings.release}\n" in citation
    assert f"\ndate-released: {settings.date}\n" in citation
    assert f'\nversion = "{settings.release}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    made = subprocess.run(["make", "-n", "export"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    assert made.count("edition export text --state") == 3
