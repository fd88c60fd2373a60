"""Read one annotation: strict front matter, then a part in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

from edition.frontmatter import Reader, Value, split
from edition.markup import allowed, references
from edition.messages import say
from edition.model import KINDS, SLUG, STATUSES, Part, Problem
from edition.nearest import did_you_mean

REQUIRED = ("target", "quote", "kind", "author", "status")
LARGEST = 20_000
"""The greatest size of a file in bytes: ten times that of a long note in two languages."""

SANDBOX = "sandbox"
"""The folder of annotations to practise on: they are checked like the others, and shown nowhere."""

_HEADING = re.compile(r"#[ \t]+(?P<language>\S.*)")


@dataclass(frozen=True)
class Draft:
    """An annotation as it was written, before its anchor is looked for in the text.

    It may have mistakes, and is kept all the same, so that what else is wrong with it can be told at once.

    :ivar values: the front matter, as far as it can be used.
    :ivar sound: whether nothing is wrong with the file by itself.
    """

    slug: str
    path: PurePosixPath
    values: dict[str, Value]
    parts: dict[str, Part]
    sound: bool

    @property
    def practice(self) -> bool:
        """Whether it is one to practise on."""
        return is_practice(self.path)


def is_practice(path: PurePath) -> bool:
    """Whether an annotation file is one to practise on, which is checked and shown nowhere."""
    return path.parent.name == SANDBOX


def parse(path: PurePosixPath, text: str, languages: tuple[str, ...], problems: list[Problem]) -> Draft | None:
    """Parse the annotation file *path*; None where it cannot be read. What is wrong is added to *problems*."""
    name = str(path)
    before = len(problems)
    if SLUG.fullmatch(path.stem) is None:
        problems.append(
            Problem(
                name,
                1,
                "A10",
                say("“{stem}” cannot be the name of an annotation", stem=path.stem),
                say(
                    "use small letters a–z, digits and single hyphens, beginning with a letter: beginning-of-the-war.md"
                ),
            )
        )
    if not text.startswith("---\n"):
        problems.append(
            Problem(
                name,
                1,
                "Y01",
                say("the front matter is missing"),
                say("begin the file with a line ---, the keys {listed}, and a line ---", listed=", ".join(REQUIRED)),
            )
        )
        return None
    divided = split(name, text, problems)
    if divided is None:
        return None
    yaml_text, body, first_line = divided
    reader = Reader(name, 2, problems)
    # Exact words may be quoted in each language but the original's too.
    quotes = tuple(f"quote-{language}" for language in languages[1:])
    fields = reader.fields(reader.compose(yaml_text), say("the front matter"), REQUIRED, quotes)
    values = {key: reader.text(fields, key) for key in (*REQUIRED, *quotes)}
    reader.one_of(values["kind"], "A04", "kind", KINDS)
    reader.one_of(values["status"], "A05", "status", STATUSES)
    parts = _parts(name, body, first_line, languages, problems)
    known = {key: value for key, value in values.items() if value is not None}
    return Draft(path.stem, path, known, parts, sound=len(problems) == before)


def _parts(
    name: str, body: str, first_line: int, languages: tuple[str, ...], problems: list[Problem]
) -> dict[str, Part]:
    """Divide the body at its language headings, and check the markup of each part."""
    headings = [
        (index, match["language"].rstrip())
        for index, line in enumerate(body.split("\n"))
        if (match := _HEADING.fullmatch(line)) is not None
    ]
    lines = body.split("\n")
    parts: dict[str, Part] = {}
    ends = [*(index for index, _ in headings), len(lines)]
    for (index, language), end in zip(headings, ends[1:], strict=True):
        line = first_line + index
        if language not in languages:
            hint = did_you_mean(
                language,
                languages,
                say("the headings are {listed}", listed=", ".join(f"# {code}" for code in languages)),
            )
            problems.append(
                Problem(
                    name, line, "A07", say("“# {language}” is not a language of this edition", language=language), hint
                )
            )
            continue
        if language in parts:
            problems.append(
                Problem(
                    name,
                    line,
                    "A07",
                    say("there is a second part “# {language}”", language=language),
                    say("join the two parts"),
                )
            )
            continue
        text = "\n".join(lines[index + 1 : end]).rstrip()
        leading = len(text) - len(text.lstrip("\n"))
        text, start = text.lstrip("\n"), line + 1 + leading
        if not text:
            problems.append(
                Problem(
                    name,
                    line,
                    "A08",
                    say("the part “# {language}” is empty", language=language),
                    say("write the note in this language too"),
                )
            )
        problems.extend(allowed(name, text, start))
        parts[language] = Part(text, start, references(text, start))
    before = "\n".join(lines[: headings[0][0]] if headings else lines).strip()
    if before:
        problems.append(
            Problem(
                name,
                first_line,
                "A07",
                say("there is text before the first language heading"),
                say("put a line “# {first}” before it", first=languages[0]),
            )
        )
    # A heading that is no language may be the missing one with a slip in it.
    written = {found for _, found in headings}
    missing = [language for language in languages if language not in written] if written <= set(languages) else []
    problems.extend(
        Problem(
            name,
            first_line + body.rstrip().count("\n"),
            "A06",
            say("the part in the language “{language}” is missing", language=language),
            say("add a line “# {language}” and the text below it", language=language),
        )
        for language in missing
    )
    return parts
