"""What the pages that the editors write may have: words, links, pictures and the directives of the edition.

A page is Markdown that Sphinx obeys, so a page from a stranger could read files of the machine on which it is built, or
bring a script. What could do that is refused here, before Sphinx runs (P01), and so are pictures and files from outside
the edition (P02).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from edition import files
from edition.markup import blocks, inline_tokens, kind_of
from edition.messages import Said, say
from edition.model import Problem
from edition.nearest import did_you_mean

DIRECTIVES = (
    "apparatus", "bibliography", "chronology", "credits", "map", "notes", "register", "rules", "toctree", "works",
    "note", "tip", "warning",
)  # fmt: skip
"""The directives of a page: those of the edition, and remarks set apart."""

ROLES = ("cite:p", "cite:t", "note", "passage", "term", "doc", "ref")
"""The roles of a page: those of annotations, and links to other pages."""

_DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]*)\}")
_OUTWARD = re.compile(r"https?://|mailto:")
_SCHEME = re.compile(r"[\w+.-]*:|//")
_ORDER = re.compile(r"^:{3,}\{|\{\{|\{%")


def allowed(root: Path, name: str, text: str) -> Iterator[Problem]:
    """Find what a page may not have.

    :param name: path of the page, relative to *root*.
    """
    if re.match(r"---[ \t]*\n", text):
        message = say("a page has no front matter, which could change how it is read")
        yield Problem(name, 1, "P01", message, say("begin the page with its heading"))
    yield from _blocks(name, text)
    yield from _inline(root, name, text)


def _blocks(name: str, text: str) -> Iterator[Problem]:
    for token in blocks(text):
        line = 1 + (token.map[0] if token.map else 0)
        if token.type == "fence" and (directive := _DIRECTIVE.match(token.info)) is not None:
            if directive["name"] not in DIRECTIVES:
                message = say("the directive {{{name}}} is not allowed in a page", name=directive["name"])
                hint = did_you_mean(
                    directive["name"], DIRECTIVES, say("the directives are {listed}", listed=", ".join(DIRECTIVES))
                )
                yield Problem(name, line, "P01", message, hint)
        elif kind_of(token) == "html_block":
            yield Problem(name, line, "P01", *_HTML)


def _inline(root: Path, name: str, text: str) -> Iterator[Problem]:
    for token, line in inline_tokens(text, 1):
        if token.type == "html_inline":
            yield Problem(name, line, "P01", *_HTML)
        elif token.type == "myst_role" and token.meta["name"] not in ROLES:
            message = say("the role {{{role}}} is not allowed in a page", role=token.meta["name"])
            hint = did_you_mean(token.meta["name"], ROLES, say("the roles are {listed}", listed=", ".join(ROLES)))
            yield Problem(name, line, "P01", message, hint)
        elif token.type == "text" and (order := _ORDER.search(token.content)) is not None:
            message = say("“{order}” is an order to a program, which is not obeyed here", order=order[0])
            yield Problem(name, line, "P01", message, say("write plain words"))
        elif token.type == "image" and not _is_ours(root, name, str(token.attrGet("src"))):
            message = say("the picture “{address}” is no file of the edition", address=token.attrGet("src"))
            yield Problem(name, line, "P02", message, say("put the picture beside the page, and name it without “..”"))
        elif token.type == "link_open" and not _leads_well(root, name, str(token.attrGet("href"))):
            message = say("a link may not point to “{address}”", address=token.attrGet("href"))
            hint = say("link to an address that begins with https://, or to a page of the edition")
            yield Problem(name, line, "P02", message, hint)


_HTML: tuple[Said, Said] = (say("HTML is not allowed in a page"), say("use *emphasis*, **strong** or a role"))


def _leads_well(root: Path, name: str, address: str) -> bool:
    """Whether a link leads to the web, to a place on the page, or to another page."""
    if _OUTWARD.match(address) or address.startswith("#"):
        return True
    target = address.split("#")[0]
    # A link to any other file would put a copy of that file beside the pages.
    return PurePosixPath(target).suffix in {"", ".md"} and _is_ours(root, name, target)


def _is_ours(root: Path, name: str, address: str) -> bool:
    """Whether an address is a relative path that stays in the tree of its language."""
    address = unquote(address)
    if _SCHEME.match(address) or address.startswith("/"):
        return False
    tree, folder = PurePosixPath(*PurePosixPath(name).parts[:2]), PurePosixPath(name).parent
    path = PurePosixPath(posixpath.normpath(folder / address))
    return path.is_relative_to(tree) and files.within(root, root / path)
