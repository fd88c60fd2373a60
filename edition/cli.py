"""The command line: ``python -m edition check | explain | new | confirm | import | update | export | pdf | site``."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from edition import corpus, reporting, schemas
from edition.checking import Wish, check
from edition.config import Config, ConfigError, read
from edition.confirming import ConfirmFailed, Selection, confirm
from edition.export.plaintext import extract_of
from edition.importing import ImportFailed, import_extract
from edition.live import live
from edition.messages import KEYS, say
from edition.model import KINDS, Edition
from edition.nearest import did_you_mean
from edition.publishing import write_site
from edition.readings import DEFAULT_STATE, STATES
from edition.revision import report
from edition.revision.updating import UpdateFailed, update
from edition.rules import explained, rules
from edition.writing import Beginning, NotWritten, begin


class CommandError(Exception):
    """A command could not do its work; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command in the folder of an edition.

    :returns: 0 where all is well, 1 where the edition has problems, 2 where the command could not run.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ConfigError, CommandError, ConfirmFailed, ImportFailed, NotWritten, UpdateFailed) as error:
        print(f"edition: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edition", description="Check, import, export and print an edition."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    checker = commands.add_parser("check", help="find mistakes in the text, the annotations and their references")
    checker.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="report only what is wrong in these files or folders"
    )
    checker.add_argument(
        "--base",
        type=Path,
        metavar="DIR",
        help="the edition before the change: report what the files that differ make wrong, and only that",
    )
    checker.add_argument("--language", metavar="CODE", help="of the messages; that of the environment if left out")
    checker.add_argument("--format", choices=reporting.FORMATS, default="text", help="text for people (the default)")
    checker.add_argument("--fix", action="store_true", help="mend first what is certain, and say what was done")
    checker.set_defaults(run=_check)

    explainer = commands.add_parser("explain", help="say what a code of the check means, and how to mend it")
    explainer.add_argument("code", help="such as A05")
    explainer.add_argument("--language", metavar="CODE", help="that of the environment if left out")
    explainer.set_defaults(run=_explain)

    writer = commands.add_parser("new", help="begin a note, with everything filled in that is known")
    writer.add_argument(
        "where", nargs="?", default="", help="passage, paragraph or section (4.1.2, 4.1, 4); any if left out"
    )
    writer.add_argument("--quote", required=True, metavar="WORDS", help="words of the transmitted text")
    writer.add_argument("--kind", default=KINDS[0], help=", ".join(KINDS))
    writer.add_argument("--author", default="editors", help="who writes it")
    writer.add_argument("--name", default="", help="of the file; made of the quote if left out")
    writer.set_defaults(run=_new)

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

    schema = commands.add_parser("schemas", help="write the rules for editors and forms: JSON Schemas and rules.json")
    schema.add_argument("folder", nargs="?", type=Path, default=Path("schemas"), help="schemas if left out")
    schema.set_defaults(run=_schemas)

    watcher = commands.add_parser("live", help="build whenever a file is saved, and show it in the browser")
    watcher.add_argument("--port", type=int, default=8000, help="8000 if left out; 0 takes any that is free")
    watcher.set_defaults(run=_live)

    pdf = commands.add_parser("pdf", help="make the books from the Typst trees")
    pdf.add_argument("trees", type=Path, help="the folder with one Typst tree for each language")
    pdf.add_argument("out", type=Path, help="where to write the books")
    pdf.add_argument(
        "--book", action="append", default=[], metavar="NAME", help="only this book: parallel, or a language"
    )
    pdf.add_argument("--paper", choices=("a4", "a5"), default="a4", help="the size of the pages")
    pdf.add_argument(
        "--medium",
        choices=("screen", "print"),
        default="screen",
        help="print: two-sided sheets, with chapters on right-hand pages",
    )
    pdf.add_argument("--facing", action="store_true", help="the parallel book only, with its languages on facing pages")
    pdf.add_argument("--volumes", type=int, default=1, metavar="N", help="divide each book into N volumes, numbered on")
    pdf.set_defaults(run=_pdf)

    site = commands.add_parser("site", help="write what stands beside the pages of the languages, the home page first")
    site.add_argument("folder", type=Path, help="the folder that holds the pages of each language")
    site.add_argument("--books", type=Path, required=True, metavar="DIR", help="the folder of the books")
    site.set_defaults(run=_site)
    return parser


def _check(options: argparse.Namespace) -> int:
    root = Path.cwd()
    if options.base is not None and options.files:
        raise CommandError("either files or --base: with it, the files that differ are meant")
    named = frozenset(_relative(path, root) for path in options.files)
    language = options.language or _language(read(root))
    return check(root, Wish(named, options.base, options.format, language, options.fix))


def _explain(options: argparse.Namespace) -> int:
    language = options.language or _language(read(Path.cwd()))
    known = rules(language)
    code = options.code.upper()
    if code not in known:
        raise CommandError(f"there is no code {options.code}; {did_you_mean(code, known, say('see about/check'))}")
    print(explained(known[code], language))
    return 0


def _new(options: argparse.Namespace) -> int:
    root = Path.cwd()
    config = read(root)
    wish = Beginning(options.where, options.quote, options.kind, options.author, options.name)
    print(begin(root, config, corpus.load(root, config)[0], wish))
    return 0


def _language(config: Config) -> str:
    """The language of the environment, if the edition has it; else that in which messages are written."""
    wanted = next(filter(None, map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = re.split(r"[_.@:]", wanted)[0]
    return code if code in config.languages else KEYS


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
        print(reporting.render(problems, "text", _language(config)), file=sys.stderr)
        raise CommandError(f"{len(problems)} problem(s) must be mended first")
    return edition


def _export_text(options: argparse.Namespace) -> int:
    root = Path.cwd()
    config = read(root)
    print(extract_of(_sound(root, config), config, options.state).text())
    return 0


def _schemas(options: argparse.Namespace) -> int:
    print(*schemas.write(read(Path.cwd()), options.folder), sep="\n", file=sys.stderr)
    return 0


def _live(options: argparse.Namespace) -> int:
    root = Path.cwd()
    live(root, root / "build/live/html", read(root).languages, options.port)
    return 0


def _pdf(options: argparse.Namespace) -> int:
    from edition.typst.book import Form, make_books  # needs the compiler, which no other command loads
    from edition.typst.compiling import BookError

    form = Form(options.paper, options.medium, options.facing, options.volumes)
    try:
        books = make_books(Path.cwd(), options.trees, options.out, form, options.book)
    except BookError as error:
        raise CommandError(str(error)) from error
    print(*books, sep="\n", file=sys.stderr)
    return 0


def _site(options: argparse.Namespace) -> int:
    from edition.typst.pictures import write_pictures  # as above

    root = Path.cwd()
    config = read(root)
    edition = _sound(root, config)
    home = write_site(edition, config, options.folder, options.books)
    write_pictures(config, options.folder)
    print(home, file=sys.stderr)
    return 0
