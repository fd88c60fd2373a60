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
from edition.addresses import docname_of, entry_anchor, note_anchor, page_of
from edition.mentions import Mention, mentions
from edition.messages import message, unparted
from edition.model import Edition, Entry, Passage, Section
from edition.numbers import ZERO
from edition.sphinxext.nodes import language_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


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
    :ivar config: what ``conf.py`` says of the edition.
    :ivar regions: the region of a language, where its code alone says too little.
    :ivar mentions_in: for a language and a passage, the mentions there, in their order.
    :ivar passages_of: for a language and the slug of an entry, the passages that mention it, in reading order.
    :ivar current: for each page, the digest of what it shows; known when all pages are read.
    :ivar resolved: the pages that this build writes.
    """

    name = "edition"
    label = "Edition"
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"read": {}, "references": {}}
    edition: Edition
    root: Path
    config: settings.Config
    regions: dict[str, str]
    mentions_in: dict[tuple[str, Passage], list[Mention]]
    passages_of: dict[tuple[str, str], list[Passage]]
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
        return self.reference("passage", str(passage), "", language, docname)

    def reference(self, role: str, target: str, words: str, language: str, docname: str) -> pending_xref:
        """A reference on the page *docname*, with *words* of its own or those that its target gives it."""
        self.references.setdefault(docname, set()).add((role, target))
        return pending_xref(
            "",
            nodes.inline("", words or target),
            refdomain=self.name,
            reftype=role,
            reftarget=target,
            refdoc=docname,
            refexplicit=bool(words),
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
            text = unparted(message("note %s", language) % self.edition.numbers[target])
            docname, anchor = self._docname(note.target), self.anchor(note_anchor(note), language)
        elif typ == "passage":
            passage = self.edition.resolve(Passage.parse(target))
            text, docname = str(passage), self._docname(passage)
            anchor = self.anchor(passage.anchor, language) if self.is_segment(passage) else passage.anchor
        elif typ in {"term", "entry"} and (entry := self._entry(typ, target, language)) is not None:
            text, docname = target, page_of(entry.register)
            anchor = self.anchor(entry_anchor(entry), language)
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

    def _entry(self, typ: str, target: str, language: str) -> Entry | None:
        if typ == "entry":
            return self.edition.entries.get(target)
        return self.edition.entry_called(target, language)

    def _docname(self, passage: Passage) -> str:
        return docname_of(self.edition.sections[self.language][passage.section])


def domain_of(env: BuildEnvironment) -> EditionDomain:
    """The edition's domain of a build."""
    return cast("EditionDomain", env.get_domain(EditionDomain.name))


def without_text(app: Sphinx) -> None:
    """Let a project that is no edition be one that has no text."""
    domain = domain_of(app.env)
    domain.edition = Edition((domain.language,), sections={domain.language: {}})
    domain.regions = {}


def on_the_web(builder: Builder) -> bool:
    """Whether a builder makes pages for a browser, which can be switched and have addresses of their own."""
    return builder.format == "html" and not getattr(builder, "embedded", False)


def section_of_page(app: Sphinx, pagename: str, doctree: nodes.document | None) -> Section | None:
    """The section that a page for a browser shows; None for every other page."""
    if doctree is None or not on_the_web(app.builder):
        return None
    return domain_of(app.env).section(pagename)


def load_corpus(app: Sphinx) -> None:
    """Read and check the whole edition before anything is built, on every build.

    :raises NotBuiltError: where it has problems; each has been reported at its place.
    """
    root = Path(app.confdir)
    try:
        config = settings.read(root)
        edition, problems = corpus.load(root, config)
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
    domain.edition, domain.root, domain.config, domain.regions = edition, root, config, config.regions
    domain.mentions_in, domain.passages_of = {}, {}
    for language, found in mentions(edition).items():
        for mention in found:
            domain.mentions_in.setdefault((language, mention.passage), []).append(mention)
            passages = domain.passages_of.setdefault((language, mention.slug), [])
            passages += [mention.passage] if mention.passage not in passages else []
