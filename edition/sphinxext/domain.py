"""The Sphinx domain of the edition: the loaded corpus, the roles that point into it, and what must be rebuilt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from edition import config as settings
from edition import corpus
from edition.messages import message
from edition.model import Annotation, Edition, Passage, Section
from edition.numbers import ZERO
from edition.sphinxext.nodes import language_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

TEXT_FOLDER = "text/"
GLOSSARY = "glossary"
APPARATUS = "apparatus"


class NotBuiltError(SystemExit):
    """The edition has problems, so nothing is built from it; the text says so.

    Not a :class:`~sphinx.errors.SphinxError`: to those Sphinx adds a traceback, the versions of everything and a wish
    to be told of the bug. The mistake is the author's, and has been reported at its line.
    """


class EditionRole(XRefRole):
    """A role of the edition's domain that is written without the domain's name.

    ``{note}``, ``{passage}`` and ``{term}``; the last in place of Sphinx's own, which knows no inflected forms and one
    language at a time.
    """

    innernodeclass = nodes.inline

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Put the reference into the domain and remember it, for its page shows a number that may change."""
        refnode["refdomain"] = EditionDomain.name
        domain = cast("EditionDomain", env.get_domain(EditionDomain.name))
        domain.references.setdefault(env.docname, set()).add((refnode["reftype"], target.strip()))
        return title, target.strip()


class EditionDomain(Domain):
    """Passages and notes.

    The corpus is an attribute of the instance, loaded anew for each build and inherited by parallel readers; stored
    are only digests, to tell which pages a change concerns, and the references made in each page.

    :ivar edition: the whole edition, without problems.
    :ivar root: the folder of the edition.
    :ivar current: for each page, the digest of what it shows; known when all pages are read.
    :ivar resolved: the pages that this build writes.
    """

    name = "edition"
    label = "Edition"
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"read": {}, "references": {}}
    edition: Edition
    root: Path
    current: dict[str, str]
    resolved: set[str]

    @property
    def references(self) -> dict[str, set[tuple[str, str]]]:
        """For each page, the role and target of each reference to a note, passage or term."""
        return cast("dict[str, set[tuple[str, str]]]", self.data["references"])

    @property
    def read(self) -> dict[str, str]:
        """For each page, the digest of what it was read from."""
        return cast("dict[str, str]", self.data["read"])

    @read.setter
    def read(self, digests: dict[str, str]) -> None:
        self.data["read"] = digests

    @property
    def language(self) -> str:
        """The language of the tree that is being built."""
        return str(self.env.config.language)

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, that of the tree first."""
        return (self.language, *(code for code in self.edition.languages if code != self.language))

    def section(self, docname: str) -> Section | None:
        """The section that the page *docname* shows, in the language of the tree."""
        for section in self.edition.sections[self.language].values():
            if docname == docname_of(section):
                return section
        return None

    def anchor(self, name: str, language: str) -> str:
        """An anchor that is unique on a page of two languages: that of the companion ends in its code."""
        return name if language == self.language else f"{name}-{language}"

    def is_segment(self, passage: Passage) -> bool:
        """Whether a passage, as a heading too, has an anchor in each language of its page; a paragraph has one for all."""
        return len(passage.parts) == 3 or passage.parts[1:] == (ZERO,)

    def reference_to(self, passage: Passage, language: str, docname: str) -> pending_xref:
        """A reference on the page *docname* to a passage in one language, with its number as words."""
        self.references.setdefault(docname, set()).add(("passage", str(passage)))
        return pending_xref(
            "",
            nodes.inline("", str(passage)),
            refdomain=self.name,
            reftype="passage",
            reftarget=str(passage),
            refdoc=docname,
            refexplicit=False,
            refwarn=True,
            lang=language,
        )

    # -- Sphinx's own calls -------------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        """Forget what was stored of a page."""
        self.references.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader stored."""
        for docname in docnames:
            if docname in otherdata["references"]:
                self.references[docname] = otherdata["references"][docname]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to a note, a passage or a term, in the language in which the reference stands."""
        language = language_of(node, self.language)
        if typ == "note" and target in self.edition.by_slug:
            note = self.edition.by_slug[target]
            text = message("note %s", language) % self.edition.numbers[target]
            docname, anchor = self._docname(note.target), self.anchor(note_anchor(note), language)
        elif typ == "passage":
            passage = self.edition.resolve(Passage.parse(target))
            text, docname = str(passage), self._docname(passage)
            anchor = self.anchor(passage.anchor, language) if self.is_segment(passage) else passage.anchor
        elif typ == "term" and target.lower() in self.edition.forms[language]:
            text, docname = target, GLOSSARY
            anchor = self.anchor(term_anchor(self.edition.forms[language][target.lower()]), language)
        else:
            return None
        content: nodes.Node = contnode if node.get("refexplicit") else nodes.inline(text, text)
        return make_refnode(builder, fromdocname, docname, anchor, content)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Nothing of the edition is meant by a Markdown link without a role."""
        return []

    def _docname(self, passage: Passage) -> str:
        return docname_of(self.edition.sections[self.language][passage.section])


def docname_of(section: Section) -> str:
    """The page on which a section is shown."""
    return TEXT_FOLDER + section.path.stem


def note_anchor(note: Annotation) -> str:
    """The permanent fragment of a note."""
    return f"note-{note.slug}"


def term_anchor(slug: str) -> str:
    """The permanent fragment of a term in the glossary."""
    return f"term-{slug}"


def domain_of(env: BuildEnvironment) -> EditionDomain:
    """The edition's domain of a build."""
    return cast("EditionDomain", env.get_domain(EditionDomain.name))


def load_corpus(app: Sphinx) -> None:
    """Read and check the whole edition before anything is built, on every build.

    :raises NotBuiltError: where it has problems; each has been reported at its place.
    """
    root = Path(app.confdir)
    try:
        edition, problems = corpus.load(root, settings.read(root))
    except settings.ConfigError as error:
        raise NotBuiltError(f"The edition was not built: {error}") from error
    for notice in (problem for problem in problems if problem.notice):
        logger.info(f"{notice.code} {notice.message}", location=f"{notice.path}:{notice.line}")
    problems = [problem for problem in problems if not problem.notice]
    for problem in problems:
        text = f"{problem.code} {problem.message}" + (f"\n    {problem.hint}" if problem.hint else "")
        logger.error(text, location=f"{problem.path}:{problem.line}")
    if problems:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise NotBuiltError(f"The edition was not built: {count} must be mended first, see above.")
    domain = domain_of(app.env)
    domain.edition, domain.root = edition, root
