"""The command line: ``python -m edition check | confirm | import | update | export | pdf | site``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from edition import corpus, fixing, reporting
from edition.config import Config, ConfigError, read
from edition.confirming import ConfirmFailed, Selection, confirm
from edition.export.plaintext import extract_of
from edition.importing import ImportFailed, import_extract
from edition.model import Edition, Problem
from edition.publishing import write_site
from edition.readings import DEFAULT_STATE, STATES
from edition.revision import report
from edition.revision.updating import UpdateFailed, update


class CommandError(Exception):
    """A command could not do its work; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command in the folder of an edition.

    :returns: 0 where all is well, 1 where the edition has problems, 2 where the command could not run.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ConfigError, CommandError, ConfirmFailed, ImportFailed, UpdateFailed) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edition", description="Check, import, export and print an edition."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="find mistakes in the text, the annotations and their references")
    check.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="report only what is wrong in these files or folders"
    )
    check.add_argument("--format", choices=reporting.FORMATS, default="text", help="text for people (the default)")
    check.add_argument("--fix", action="store_true", help="mend first what is certain, and say what was done")
    check.set_defaults(run=_check)

    confirmer = commands.add_parser(
        "confirm",
        help="record that translations and notes fit the text as it now stands",
        description="Record that translations and notes fit the text as it now stands. What has no record yet gets one "
        "in any case, also without a name.",
    )
    confirmer.add_argument(
        "names", nargs="*", metavar="NAME", help="a passage, paragraph, section (4.2.3, 4.2, 4), range or note"
    )
    confirmer.add_argument("--all", action="store_true", help="all translations and all notes")
    confirmer.set_defaults(run=_confirm)

    importer = commands.add_parser("import", help="make the text tree from an extract")
    importer.add_argument("extract", nargs="?", type=Path, help="the extract; that named in conf.py if left out")
    importer.add_argument("--into", type=Path, metavar="DIR", help="where to write; the original's text if left out")
    importer.add_argument("--replace", action="store_true", help="overwrite text files that differ")
    importer.set_defaults(run=_import)

    updater = commands.add_parser(
        "update",
        help="take over a newer revision of the article",
        description="Take over a newer revision of the article: all of it, or nothing. Passages keep their numbers where "
        "the words are the same; translations, notes and emendations go with them; a report says what changed.",
    )
    updater.add_argument("extract", type=Path, help="the extract of the newer revision")
    updater.add_argument("--dry-run", action="store_true", help="print the report, and write nothing")
    updater.set_defaults(run=_update)

    export = commands.add_parser("export", help="write another form of the edition")
    forms = export.add_subparsers(required=True, metavar="FORM")
    text = forms.add_parser("text", help="the article as plain text")
    text.add_argument("--state", choices=STATES, default=DEFAULT_STATE, help="the reading state")
    text.set_defaults(run=_export_text)

    pdf = commands.add_parser("pdf", help="make the books from the Typst trees")
    pdf.add_argument("trees", type=Path, help="the folder with one Typst tree for each language")
    pdf.add_argument("out", type=Path, help="where to write the books")
    pdf.set_defaults(run=_pdf)

    site = commands.add_parser(
        "site", help="write what stands beside the pages of the languages: the home page, the index of the search"
    )
    site.add_argument("folder", type=Path, help="the folder that holds the pages of each language")
    site.add_argument("--books", type=Path, required=True, metavar="DIR", help="the folder of the books")
    site.set_defaults(run=_site)
    return parser


def _check(options: argparse.Namespace) -> int:
    root = Path.cwd()
    named = {_relative(path, root) for path in options.files}
    problems = _problems(root, named)
    if options.fix:
        done = fixing.fix(root, problems)
        # A file that was moved is still one of those that were named.
        named |= {patch.path for problem in problems if named and (patch := problem.patch) and patch.certain}
        print(*done, sep="\n", end="\n" if done else "", file=sys.stdout if options.format == "text" else sys.stderr)
        problems = _problems(root, named)
    text = reporting.render(problems, options.format)
    if text:
        print(text)
    if options.format == "text":
        print(reporting.counted(problems), file=sys.stderr)
    return 0 if all(problem.notice for problem in problems) else 1


def _problems(root: Path, named: Collection[str]) -> list[Problem]:
    """All problems, or those of the named files and folders."""
    _, problems = corpus.load(root, read(root))
    return [
        problem for problem in problems if not named or not {problem.path, *_folders(problem.path)}.isdisjoint(named)
    ]


def _folders(path: str) -> Iterator[str]:
    """The folders in which a file stands, the root too."""
    return (folder.as_posix() for folder in PurePosixPath(path).parents)


def _relative(path: Path, root: Path) -> str:
    if not path.exists():
        raise CommandError(f"there is no file {path}")
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError as error:
        raise CommandError(f"{path} is not in this edition") from error


def _confirm(options: argparse.Namespace) -> int:
    root = Path.cwd()
    # A broken sidecar is mended here.
    edition = _sound(root, read(root), but="S01")
    named = Selection.named(edition, options.names)
    try:
        done = confirm(root, edition, Selection.everything(edition) if options.all else named)
    except OSError as error:
        raise CommandError(f"{error.filename} could not be written: {error.strerror}") from error
    print(*done or ["nothing to write: all that was named is recorded"], sep="\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    root = Path.cwd()
    # An extract of another edition needs no conf.py; its settings help where there is one.
    config = read(root) if options.extract is None or (root / "conf.py").exists() else Config()
    if options.into is None and not config.languages:
        raise CommandError("there is no edition in this folder: say with --into where to write the text")
    extract = options.extract or root / config.extract
    into = options.into or root / "source" / config.languages[0] / "text"
    written = import_extract(
        extract, into, lead_title=config.lead_title, abbreviations=config.abbreviations, replace=options.replace
    )
    print(f"{into}: {len(written)} sections", file=sys.stderr)
    return 0


def _update(options: argparse.Namespace) -> int:
    outcome = update(Path.cwd(), options.extract, dry_run=options.dry_run)
    print(report.render(outcome, written=not options.dry_run))
    return 1 if outcome.left else 0


def _sound(root: Path, config: Config, *, but: str = "") -> Edition:
    """The edition, where it has no problems.

    :param but: the code of problems that do not matter.
    """
    edition, found = corpus.load(root, config)
    problems = [problem for problem in found if not problem.notice and problem.code != but]
    if problems:
        print(reporting.render(problems, "text"), file=sys.stderr)
        raise CommandError(f"{len(problems)} problem(s) must be mended first")
    return edition


def _export_text(options: argparse.Namespace) -> int:
    root = Path.cwd()
    config = read(root)
    print(extract_of(_sound(root, config), config, options.state).text())
    return 0


def _pdf(options: argparse.Namespace) -> int:
    from edition.typst.book import BookError, make_books  # needs the compiler, which no other command loads

    try:
        books = make_books(Path.cwd(), options.trees, options.out)
    except BookError as error:
        raise CommandError(str(error)) from error
    print(*books, sep="\n", file=sys.stderr)
    return 0


def _site(options: argparse.Namespace) -> int:
    from edition.indexing import NotIndexedError, write_index  # as above
    from edition.searching import records
    from edition.typst.pictures import write_pictures

    root = Path.cwd()
    config = read(root)
    edition = _sound(root, config)
    try:
        write_index(records(edition, config.regions), options.folder)
    except NotIndexedError as error:
        raise CommandError(str(error)) from error
    home = write_site(edition, config, options.folder, options.books)
    write_pictures(config, options.folder)
    print(home, file=sys.stderr)
    return 0
