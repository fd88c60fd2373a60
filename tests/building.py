"""Builds of an edition inside the test process: what was read, what was written, what was said."""

from __future__ import annotations

import contextlib
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx import locale
from sphinx.application import Sphinx
from sphinx.cmd.build import main
from sphinx.util.docutils import docutils_namespace, patch_docutils

STRICT = ("-q", "-n", "-W", "--keep-going", "--no-color")


@dataclass(frozen=True)
class Build:
    """One run of Sphinx: its exit code, and what it wrote to standard output and error."""

    code: int
    output: str
    errors: str


def command(root: Path, language: str, builder: str, out: Path, doctrees: Path, *options: str) -> Build:
    """Run ``python -m sphinx`` as the Makefile does, for one tree."""
    arguments = [*STRICT, *options, "-c", root, "-D", f"language={language}", "-b", builder, "-d", doctrees]
    output, errors = io.StringIO(), io.StringIO()
    forget_language()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = main([*map(str, arguments), str(root / "source" / language), str(out)])
        except SystemExit as stop:  # as Python itself does at the end of a program
            code = stop.code if isinstance(stop.code, int) else 1
            errors.write(f"{stop}\n")
    return Build(code, output.getvalue(), errors.getvalue())


def forget_language() -> None:
    """Sphinx keeps the catalogues of a process; those of the tree that was built before would be asked first."""
    locale.translators.clear()


@dataclass
class Tree:
    """The tree of one language, built again and again into the same folder."""

    root: Path
    language: str
    into: Path
    builder: str = "html"
    doctrees: Path | None = None
    parallel: int = 1
    read: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.into / self.builder

    def build(self) -> tuple[set[str], set[str]]:
        """Build; there must be no warning.

        :returns: the pages that were read, and those that were written.
        """
        self.read, self.written = [], []
        warnings = io.StringIO()
        forget_language()
        confoverrides = {"language": self.language, "nitpicky": True}
        with patch_docutils(str(self.root)), docutils_namespace():
            app = Sphinx(
                self.root / "source" / self.language,
                self.root,
                self.out,
                self.doctrees or self.into / "doctrees",
                self.builder,
                confoverrides,
                status=None,
                warning=warnings,
                warningiserror=True,
                parallel=self.parallel,
            )
            app.connect("env-before-read-docs", self._reading)
            app.connect("doctree-resolved", self._writing)
            app.build()
        assert warnings.getvalue() == ""
        assert app.statuscode == 0
        assert len(self.read) == len(set(self.read))
        assert len(self.written) == len(set(self.written))
        return set(self.read), set(self.written)

    def _reading(self, app: Sphinx, env: Any, docnames: list[str]) -> None:
        self.read = list(docnames)

    def _writing(self, app: Sphinx, doctree: Any, docname: str) -> None:
        self.written.append(docname)


def digests(folder: Path) -> dict[str, str]:
    """Every file below *folder* with a digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
