"""The Markdown that contributors write: which of it is allowed, what it refers to, how it reads as plain text.

Parsed by markdown-it-py with the syntaxes that MyST adds, but without Sphinx: a stranger's file is read as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from edition.messages import NOTHING, Said, say
from edition.model import Problem, Reference
from edition.nearest import did_you_mean

ROLES = ("cite:p", "cite:t", "note", "passage", "term")
"""The roles of the edition; an annotation may use no others."""

_WORDS = re.compile(r"[^\W_](?:[^\W_]|[ .,;()„”“‘’«»–—/-])*")
"""A line in which Markdown finds nothing to do; others may have nothing either."""

_LONELY_ROLE = re.compile(r"\{(?:cite:\w+|note|passage|term)\}|\{[\w:-]+\}\s*$")
ORDER = re.compile(
    r"\{\{|\{%|\]\(|^:{3,}|^\.\. [\w-]+::|^@import\b|\{(?:include|raw|eval-rst|literalinclude)\}|<[A-Za-z/!?]"
)
"""What other programs would take for more than words: substitutions, templates, addresses of links, directives."""

_BLOCKS = {"paragraph", "inline", "bullet_list", "ordered_list", "list_item", "blockquote"}
LINK = re.compile(r"https?://|mailto:")
CITATION = re.compile(r"\s*(?:\{[^{}]+\}\s*)?(?P<key>[^{}\s,]+)\s*(?:\{[^{}]+\}\s*)?(?:,|$)")
EXPLICIT = re.compile(r".*<(?P<target>[^<>]+)>\s*$", re.DOTALL)
_EXPLICIT_TITLE = re.compile(r"\s*<[^<>]*>\s*$")
_ESCAPED = re.compile(r"([\\`*_\[\]<>{}$~])")
_BLOCK_START = re.compile(r"\A(?:[#+=:|%-]|\((?=\S*\)=\Z)|\d+(?=[.)]))")

_READ_AS = {
    "blockquote": say("a block quotation"),
    "bullet_list": say("an item of a list"),
    "code_block": say("code, as it begins with four blanks"),
    "definition": say("the address of a link"),
    "fence": say("the beginning of a block of code"),
    "footnote_reference": say("a footnote"),
    "heading": say("a heading"),
    "hr": say("a rule across the page"),
    "html_block": say("HTML"),
    "myst_block_break": say("the end of a block"),
    "myst_line_comment": say("a comment"),
    "myst_target": say("the target of a link"),
    "ordered_list": say("an item of a numbered list"),
    "table": say("a table"),
}

_FOREIGN = {
    "code_inline": (say("code"), say("put a backslash (\\) before the “`”")),
    "footnote_ref": (say("the mark of a footnote"), say("put a backslash (\\) before the “[”")),
    "hardbreak": (say("a forced line break"), say("take away the backslash or the blanks at the end of the line")),
    "html_inline": (say("HTML"), say("put a backslash (\\) before the “<”")),
    "image": (say("an image"), say("put a backslash (\\) before the “[”")),
    "link_open": (say("a link"), say("put a backslash (\\) before the “[” or “<”")),
    "myst_role": (say("a role"), say("put a backslash (\\) before the “{{”, or write an annotation")),
}


class _Parser(MarkdownIt):
    """A parser to which every address is one: what it would leave as words because of its address is told."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 (as the parser calls it)
        return True


_PARSER = (
    _Parser("commonmark")
    .enable("table")
    # What is escaped stays apart: it is meant as it is written.
    .disable("text_join")
    .use(myst_block_plugin)
    .use(myst_role_plugin)
    .use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
)
_PARSER.options["inline_definitions"] = True


def escape(text: str) -> str:
    """Write *text* so that Markdown shows exactly these characters as a line of a paragraph, or as a heading.

    What the optional syntaxes of MyST would interpret is escaped too: mathematics, struck words, targets, comments.

    :param text: one line without white space around it, which Markdown drops or reads as code.
    """
    escaped = _ESCAPED.sub(r"\\\1", text)
    escaped = re.sub(r"&(?=#?\w+;)", r"\\&", escaped)
    escaped = _BLOCK_START.sub(_escape_start, escaped)
    # Hashes that stand alone at the end of a heading would be taken for its closing marks.
    shown = escaped.rstrip("#")
    return f"{shown}\\{escaped[len(shown) :]}" if shown[-1:].isspace() else escaped


def _escape_start(match: re.Match[str]) -> str:
    """Escape what would open a block at the start of a line; a number is escaped after its digits."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def plain(text: str) -> str:
    """The words of one line of Markdown as a reader sees them, without escapes and marks."""
    if _WORDS.fullmatch(text):
        return text
    return "".join(
        token.content
        for inline in _PARSER.parseInline(text)
        for token in inline.children or ()
        if token.type in {"text", "text_special", "code_inline", "myst_role"}
    )


def without_roles(text: str) -> str:
    """The words of a Markdown text without marks and citations; other roles leave the words that they show."""
    words = []
    for block in _PARSER.parse(text):
        for token in block.children or ():
            if token.type == "myst_role" and token.meta["name"].startswith("cite:"):
                # With the blank by which a citation is set off.
                words.append("\0")
            elif token.type in {"softbreak", "hardbreak"}:
                words.append(" ")
            elif token.type in {"text", "text_special", "code_inline", "myst_role"}:
                words.append(_EXPLICIT_TITLE.sub("", token.content) if token.type == "myst_role" else token.content)
        words.append(" ")
    return re.sub(r"\s*\0", "", "".join(words)).strip()


def first_words(text: str, length: int) -> str:
    """The beginning of a Markdown text in plain words: as many whole ones as fit, with an ellipsis where more follow.

    :param length: in characters.
    """
    words = " ".join(without_roles(text).split())
    if len(words) <= length:
        return words
    return words[: length + 1].rpartition(" ")[0].rstrip(",;:–") + " …"


@lru_cache(maxsize=4)
def blocks(text: str) -> tuple[Token, ...]:
    """The block structure of a Markdown text, which nobody may change: it is kept for who asks next."""
    return tuple(_PARSER.parse(text))


def kind_of(token: Token) -> str:
    """What a block is: the type of its token without ``_open``."""
    return token.type.removesuffix("_open").removesuffix("_close")


def read_as(kind: str) -> Said:
    """What Markdown takes a block of *kind* for, in words."""
    return _READ_AS.get(kind, NOTHING) or say("a {kind}", kind=kind.replace("_", " "))


def references(text: str, first_line: int) -> tuple[Reference, ...]:
    """What the roles of the edition in *text* point to, in their order.

    :param first_line: the 1-based line on which *text* begins.
    """
    return tuple(
        Reference(token.meta["name"], target, line)
        for token, line in inline_tokens(text, first_line)
        if token.type == "myst_role" and token.meta["name"] in ROLES
        for target in targets(token.meta["name"], token.content)
    )


def targets(role: str, content: str) -> list[str]:
    """What the content of a role points to: several keys for a citation, one name otherwise."""
    if not role.startswith("cite:"):
        explicit = EXPLICIT.match(content)
        return [explicit["target"].strip() if explicit else content.strip()]
    keys, position = [], 0
    while position < len(content):
        match = CITATION.match(content, position)
        if match is None:
            return []
        keys.append(match["key"])
        position = match.end()
    return keys


def allowed(name: str, text: str, first_line: int) -> Iterator[Problem]:
    """Find what an annotation may not use: other roles, directives, raw HTML, images, strange links.

    :param first_line: the 1-based line on which *text* begins.
    """
    inside = ""
    for token in blocks(text):
        kind = kind_of(token)
        if inside or kind in _BLOCKS:
            # A table or footnote is one mistake, not one for each of its cells.
            inside = "" if token.type == f"{inside}_close" else inside
            continue
        inside = kind if token.nesting > 0 else ""
        line = first_line + (token.map[0] if token.map else 0)
        yield Problem(name, line, "A09", *_forbidden_block(kind, token))
    for token, line in inline_tokens(text, first_line):
        if token.type == "myst_role":
            yield from _role_problems(name, line, token.meta["name"], token.content)
        elif token.type == "text":
            yield from _word_problems(name, line, token.content)
        elif (forbidden := _forbidden_inline(token)) is not None:
            yield Problem(name, line, "A09", *forbidden)


def foreign(name: str, text: str, first_line: int) -> Iterator[Problem]:
    """Find what a text file may not have: in a line of the text, anything but words and emphasis.

    :param first_line: the 1-based line on which *text* begins.
    """
    for token, line in inline_tokens(text, first_line):
        if token.type in _FOREIGN:
            what, hint = _FOREIGN[token.type]
            yield Problem(
                name, line, "T08", say("{what} in a text file, which has words and *emphasis* only", what=what), hint
            )


def _role_problems(name: str, line: int, role: str, content: str) -> Iterator[Problem]:
    if role not in ROLES:
        hint = did_you_mean(role, ROLES, say("the roles are {listed}", listed=", ".join(ROLES)))
        yield Problem(name, line, "A09", say("unknown role {{{role}}}", role=role), hint)
    elif not targets(role, content):
        yield Problem(
            name,
            line,
            "R05",
            say("the citation “{content}” cannot be read", content=content),
            say("write {{cite:p}}`key{{p. 12}}`, several with a comma between them"),
        )
    elif len(set(targets(role, content))) < len(targets(role, content)):
        yield Problem(
            name,
            line,
            "R05",
            say("the citation “{content}” names a work twice", content=content),
            say("put both places into one pair of braces"),
        )


def _word_problems(name: str, line: int, words: str) -> Iterator[Problem]:
    """What among words is meant to be more than words, and is not read as that."""
    order = ORDER.search(words)
    if order is not None:
        message = say("“{order}” is an order to a program, which is not obeyed here", order=order[0].strip())
        hint = say(
            "write plain words; an address of a link has no blanks; before a mark that is meant put a backslash (\\)"
        )
        yield Problem(name, line, "A09", message, hint)
    elif _LONELY_ROLE.search(words):
        message = say("a role without its text in backticks")
        yield Problem(name, line, "A12", message, say("write it without a blank: {{note}}`name-of-the-note`"))


def _forbidden_inline(token: Token) -> tuple[Said, Said] | None:
    """What an annotation may not have within a line; None where it may."""
    if token.type == "html_inline":
        return say("HTML is not allowed: {html}", html=token.content), say("use *emphasis*, **strong** or a role")
    if token.type == "image":
        return say("an image is not allowed here"), say("describe it, or link to it")
    if token.type == "footnote_ref":
        return say("a footnote is not allowed here"), say("write it as a sentence of its own")
    if token.type == "link_open" and not LINK.match(str(token.attrGet("href"))):
        message = say("a link may not point to “{address}”", address=token.attrGet("href"))
        return message, say("link to an address that begins with https://, or use a role such as {{passage}}`4.2.3`")
    return None


def _forbidden_block(kind: str, token: Token) -> tuple[Said, Said]:
    if kind == "fence" and token.info.startswith("{"):
        return (say("the directive {name} is not allowed here", name=token.info), say("write plain paragraphs"))
    if kind == "html_block":
        return (say("HTML is not allowed here"), say("use *emphasis*, **strong** or a role"))
    if kind == "code_block":
        return (say("this line begins with four blanks and would be shown as code"), say("begin it at the left margin"))
    if kind == "heading":
        return (
            say("a heading is not allowed here"),
            say("an annotation has one heading for each language, and no others"),
        )
    return (
        say("this is read as {what}, which is not allowed here", what=read_as(kind)),
        say("write plain paragraphs"),
    )


def inline_tokens(text: str, first_line: int) -> Iterator[tuple[Token, int]]:
    """The inline tokens of *text*, each with its 1-based line in the file."""
    for block in blocks(text):
        if block.type != "inline":
            continue
        line = first_line + (block.map[0] if block.map else 0)
        for token in block.children or ():
            yield token, line
            line += token.type in {"softbreak", "hardbreak"}
            line += token.content.count("\n") if token.type == "myst_role" else 0
