"""HTML of the parallel page, and what each page says about its companion."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from edition.dates import in_words
from edition.markup import without_roles
from edition.messages import message
from edition.readings import STATES
from edition.site import native_name
from edition.sphinxext.domain import domain_of
from edition.sphinxext.nodes import (
    all_notes,
    choice,
    companion_title,
    drawing,
    edition_note,
    editorial,
    entry_filter,
    entry_group,
    headword,
    language_of,
    lemma,
    listed_entry,
    lost_note,
    mention,
    note_list,
    note_mark,
    note_pair,
    old_address,
    parallel_cell,
    parallel_row,
    quoted,
    reading,
    register_entry,
    register_text,
    segment,
    staleness,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def visit_segment(self: HTML5Translator, node: segment) -> None:
    """A span with its passage number and language; its number in the paragraph is a link to it.

    The number is drawn by the style sheet, so that it is no character of the text. It is no stop of the Tab key, for
    there would be hundreds; the numbers of paragraphs and headings are, and lead to the menu for all their segments.
    """
    attributes: dict[str, Any] = {"lang": node["lang"], "data-passage": node["passage"]}
    _put_former(self, node)
    names = f"segment {node.get('staleness', '')}".strip()
    self.body.append(self.starttag(node, "span", "", CLASS=names, **attributes))
    if getattr(self.builder, "embedded", False):
        return
    link = {"href": f"#{node['ids'][0]}"}
    if node["passage"].endswith(".0"):
        link |= {"class": "passage-number", "data-number": node["passage"], "aria-label": node["passage"]}
    else:
        number = node["passage"].rpartition(".")[2]
        link |= {"class": "segment-number", "data-number": number, "tabindex": "-1", "aria-hidden": "true"}
    self.body.append(self.starttag({}, "a", "", **link) + "</a>")  # type: ignore[arg-type]


def _put_former(self: HTML5Translator, node: segment | parallel_row) -> None:
    """Empty elements with the ids that a passage had before."""
    former: list[str] = node.get("former", [])
    self.body += [f'<span class="former" id="{self.attval(name)}"></span>' for name in former]


def depart_segment(self: HTML5Translator, node: segment) -> None:
    """End the span."""
    self.body.append("</span>")


def visit_staleness(self: HTML5Translator, node: staleness) -> None:
    """A remark, told apart from the text."""
    self.body.append(self.starttag(node, "span", "", CLASS="staleness", lang=node["lang"]))


def visit_choice(self: HTML5Translator, node: choice) -> None:
    """A place where the reading states differ; without a switch the emended one is shown."""
    attributes: dict[str, Any] = {"class": "choice"}
    if node["emendations"]:
        attributes["class"] += " emended"
        attributes |= {f"data-{name}": node[name] for name in ("transmitted", "kind", "reason")}
    if node.get("lost"):
        attributes["data-lost"] = node["lost"]
    self.body.append(self.starttag(node, "span", "", **attributes))


def visit_reading(self: HTML5Translator, node: reading) -> None:
    """One of its readings."""
    attributes: dict[str, Any] = {"data-states": " ".join(node["states"])}
    self.body.append(self.starttag(node, "span", "", **attributes))


def visit_quoted(self: HTML5Translator, node: quoted) -> None:
    """Words that notes are about, and what is said of it where a range begins or ends.

    These words are shown by the style sheet, so that they are neither copied nor found; nor are they put into an
    e-book, where a reading system with styles of its own would print them amid the text.
    """
    attributes: dict[str, Any] = {"data-annotations": " ".join(node["annotations"])}
    for edge, words in (("starts", "note %s begins"), ("ends", "note %s ends")):
        if node[edge]:
            attributes[f"data-{edge}"] = " ".join(node[edge])
        if node[edge] and not getattr(self.builder, "embedded", False):
            announcement = message(words, language_of(node, self.config.language))
            attributes[f"data-{edge}-words"] = ", ".join(announcement % number for number in node[edge])
    self.body.append(self.starttag(node, "span", "", CLASS="quoted", **attributes))


def visit_lemma(self: HTML5Translator, node: lemma) -> None:
    """The lemma of a note; set apart, not stressed."""
    self.body.append(self.starttag(node, "i", "", CLASS="lemma", lang=node["lang"]))


def depart_lemma(self: HTML5Translator, node: lemma) -> None:
    """End the lemma."""
    self.body.append("</i>")


def visit_lost_note(self: HTML5Translator, node: lost_note) -> None:
    """The mark of a lost note, drawn by the style sheet, so that it is no character of the text."""
    attributes: dict[str, Any] = {
        "class": "lost-note",
        "aria-label": node["name"],
        "data-states": " ".join(node["states"]),
    }
    attributes |= {"href": node["refuri"]} if "refuri" in node else {"role": "img"}
    self.body.append(self.starttag(node, _tag_of(node), "", **attributes))


def depart_lost_note(self: HTML5Translator, node: lost_note) -> None:
    """End the mark."""
    self.body.append(f"</{_tag_of(node)}>")


def _tag_of(node: lost_note) -> str:
    return "a" if "refuri" in node else "span"


def visit_parallel_row(self: HTML5Translator, node: parallel_row) -> None:
    """A row of both languages, with its number where it is text."""
    _put_former(self, node)
    self.body.append(self.starttag(node, "div", CLASS="parallel-row"))
    if node.get("passage"):
        self.body.append(
            self.starttag({}, "a", "", CLASS="passage-number", href=f"#{node['ids'][0]}")  # type: ignore[arg-type]
            + f"{node['passage']}</a>\n"
        )


def visit_parallel_cell(self: HTML5Translator, node: parallel_cell) -> None:
    """One language of a row."""
    self.body.append(self.starttag(node, "div", CLASS="parallel-cell", lang=node["lang"]))


def depart_block(self: HTML5Translator, node: nodes.Element) -> None:
    """End a block."""
    self.body.append("</div>\n")


def visit_companion_title(self: HTML5Translator, node: companion_title) -> None:
    """The heading in the other language, under that of the page."""
    self.body.append(self.starttag(node, "p", "", CLASS="companion-title", lang=node["lang"], role="doc-subtitle"))


def visit_editorial(self: HTML5Translator, node: editorial) -> None:
    """A remark of the editors, told apart from the text."""
    self.body.append(self.starttag(node, "p", "", CLASS="editorial", lang=node["lang"]))


def visit_old_address(self: HTML5Translator, node: old_address) -> None:
    """What became of a passage, for those who come by its old address."""
    self.body.append(self.starttag(node, "span", "", CLASS="old-address", lang=node["lang"]))


def depart_paragraph(self: HTML5Translator, node: nodes.Element) -> None:
    """End a paragraph."""
    self.body.append("</p>\n")


def visit_note_list(self: HTML5Translator, node: note_list) -> None:
    """The section of notes."""
    label = node.next_node(nodes.rubric)
    name = label.astext() if label is not None else ""
    attributes: dict[str, Any] = {"aria-label": name}
    self.body.append(self.starttag(node, "section", CLASS="notes", **attributes))


def depart_section(self: HTML5Translator, node: nodes.Element) -> None:
    """End the section."""
    self.body.append("</section>\n")


def visit_note_pair(self: HTML5Translator, node: note_pair) -> None:
    """One note in both languages."""
    self.body.append(self.starttag(node, "div", CLASS="note-pair"))


def visit_edition_note(self: HTML5Translator, node: edition_note) -> None:
    """A note; docutils' own visitor groups footnotes into lists, which pairs are not."""
    attributes: dict[str, Any] = {
        "lang": node["lang"],
        "data-annotation": node["annotation"],
        "data-kind": node["kind"],
    }
    self.body.append(self.starttag(node, "aside", CLASS="edition-note", role="doc-footnote", **attributes))


def depart_edition_note(self: HTML5Translator, node: edition_note) -> None:
    """End a note."""
    self.body.append("</aside>\n")


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """A work of the bibliography; the role that docutils gives it is deprecated (DPUB-ARIA 1.1), and axe says so."""
    self.body.append(self.starttag(node, "div", classes=[node.tagname]))


def visit_note_mark(self: HTML5Translator, node: note_mark) -> None:
    """The mark of a note: a link to it."""
    attributes: dict[str, Any] = {
        "lang": node["lang"],
        "data-annotation": node["annotation"],
        "href": f"#{node['refid']}",
    }
    attributes["aria-label"] = message("note %s", node["lang"]) % node.astext()
    self.body.append(self.starttag(node, "a", "", CLASS="note-mark", role="doc-noteref", **attributes))


def depart_note_mark(self: HTML5Translator, node: note_mark) -> None:
    """End the mark."""
    self.body.append("</a>")


def visit_entry_filter(self: HTML5Translator, node: entry_filter) -> None:
    """The choices of the filter, for a script to show."""
    attributes: dict[str, Any] = {
        "aria-label": node["label"],
        "data-shown": node["shown"],
        "autocomplete": "off",
        "hidden": "hidden",
    }
    self.body.append(self.starttag(node, "form", CLASS="entry-filter", **attributes))
    for name, label, values in node["fields"]:
        options = "".join(
            f'<option value="{self.attval(value)}">{self.encode(words)}</option>\n' for value, words in values
        )
        self.body.append(f'<label>{self.encode(label)} <select name="{name}">\n{options}</select></label>\n')
    self.body.append('<output aria-live="polite"></output>\n</form>\n')
    raise nodes.SkipNode


def visit_entry_group(self: HTML5Translator, node: entry_group) -> None:
    """The entries of a section."""
    self.body.append(self.starttag(node, "section", CLASS="entry-group"))


def visit_listed_entry(self: HTML5Translator, node: listed_entry) -> None:
    """An entry, with what a reader may sort out by."""
    attributes: dict[str, Any] = {f"data-{key}": value for key, value in node["values"].items()}
    self.body.append(self.starttag(node, "div", CLASS="listed-entry", **attributes))


def visit_all_notes(self: HTML5Translator, node: all_notes) -> None:
    """The list of all notes."""
    self.body.append(self.starttag(node, "div", CLASS="all-notes"))


def visit_mention(self: HTML5Translator, node: mention) -> None:
    """Words that lead to an entry; where they lead to the apparatus, what is said of them names the entry too."""
    attributes: dict[str, Any] = {"class": "mention", "data-entry": node["entry"]}
    if "address" in node:
        attributes["href" if node["linked"] else "data-address"] = node["address"]
    self.body.append(self.starttag(node, _tag_of_mention(node), "", **attributes))


def depart_mention(self: HTML5Translator, node: mention) -> None:
    """End the mention."""
    self.body.append(f"</{_tag_of_mention(node)}>")


def _tag_of_mention(node: mention) -> str:
    return "a" if node.get("linked") else "span"


def visit_register_entry(self: HTML5Translator, node: register_entry) -> None:
    """An entry of a register."""
    self.body.append(self.starttag(node, "dl", CLASS="register-entry", lang=node["lang"]))


def depart_register_entry(self: HTML5Translator, node: register_entry) -> None:
    """End the entry."""
    self.body.append("</dl>\n")


def visit_headword(self: HTML5Translator, node: headword) -> None:
    """What the entry is called."""
    self.body.append(self.starttag(node, "dt", "", lang=node["lang"]))


def depart_headword(self: HTML5Translator, node: headword) -> None:
    """End the headword."""
    self.body.append("</dt>\n")


def visit_register_text(self: HTML5Translator, node: register_text) -> None:
    """What is said of the entry."""
    self.body.append(self.starttag(node, "dd"))


def depart_register_text(self: HTML5Translator, node: register_text) -> None:
    """End what is said."""
    self.body.append("</dd>\n")


def visit_drawing(self: HTML5Translator, node: drawing) -> None:
    """The picture itself in a page; in an e-book, whose readers know pictures better, a file of its own."""
    picture = node["drawing"]
    if getattr(self.builder, "embedded", False):
        path = Path(self.builder.outdir, self.builder.imagedir, f"{picture.name}-{node['lang']}.svg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(picture.still, encoding="utf-8")
        words = self.attval(f"{picture.title}. {picture.description}")
        inside = f'<img src="{self.builder.imgpath}/{path.name}" alt="{words}" />'
    else:
        inside = picture.svg
    self.body.append(f"{self.starttag(node, 'div', '', CLASS='drawing', lang=node['lang'])}{inside}</div>\n")
    raise nodes.SkipNode


VISITORS: dict[type[nodes.Element], tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]] = {
    segment: (visit_segment, depart_segment),
    staleness: (visit_staleness, depart_segment),
    choice: (visit_choice, depart_segment),
    reading: (visit_reading, depart_segment),
    quoted: (visit_quoted, depart_segment),
    lost_note: (visit_lost_note, depart_lost_note),
    parallel_row: (visit_parallel_row, depart_block),
    parallel_cell: (visit_parallel_cell, depart_block),
    companion_title: (visit_companion_title, depart_paragraph),
    editorial: (visit_editorial, depart_paragraph),
    old_address: (visit_old_address, depart_segment),
    note_list: (visit_note_list, depart_section),
    note_pair: (visit_note_pair, depart_block),
    edition_note: (visit_edition_note, depart_edition_note),
    lemma: (visit_lemma, depart_lemma),
    note_mark: (visit_note_mark, depart_note_mark),
    entry_filter: (visit_entry_filter, depart_section),
    entry_group: (visit_entry_group, depart_section),
    listed_entry: (visit_listed_entry, depart_block),
    all_notes: (visit_all_notes, depart_block),
    mention: (visit_mention, depart_mention),
    register_entry: (visit_register_entry, depart_register_entry),
    headword: (visit_headword, depart_headword),
    register_text: (visit_register_text, depart_register_text),
    drawing: (visit_drawing, depart_block),
}


def add_companions(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the page where it is in the other languages: for the reader's switch and for search engines."""
    language = str(app.config.language)
    context["edition_licence"] = app.config.edition_licence
    context["say"] = partial(message, language=language)
    if doctree is None or app.builder.name not in {"html", "dirhtml"}:
        return
    if next(iter(doctree.findall(note_mark)), None) is not None:
        context["edition_note_words"] = note_words(app)
    context["edition_companions"] = [
        (code, native_name(code), companion_address(app, pagename, code))
        for code in domain_of(app.env).edition.languages
        if code != language
    ]
    context["edition_switch_label"] = message("Other language", language)
    context["edition_reading_label"] = message("Reading", language)
    choices = list(doctree.findall(choice))
    if choices:
        context["edition_states"] = [(state, message(state, language)) for state in STATES]
        context["edition_states_label"] = message("Text:", language)
    if next(iter(doctree.findall(quoted)), None) is not None:
        context["edition_ranges_label"] = message("Annotated words", language)
    notes = entry_notes(app, doctree)
    if notes:
        context["edition_entries"], context["edition_entry_link"] = notes, message("In the register", language)
    if any(node["emendations"] for node in choices):
        context["edition_emendation_words"] = (message("transmitted", language), message("In the apparatus", language))


_PANEL_WORDS = (
    "Note %s",
    "Close",
    "Previous note",
    "Next note",
    "Sources",
    "In the list of notes",
    "Copy link",
    "Copied.",
    "Copy citation",
    "Back to where you were",
)


def note_words(app: Sphinx) -> dict[str, Any]:
    """What the panel says in which a note is shown, and the languages that it has."""
    language = str(app.config.language)
    words = {key: message(key, language) for key in _PANEL_WORDS}
    return {"words": words, "languages": [(code, native_name(code)) for code in domain_of(app.env).languages]}


def entry_notes(app: Sphinx, doctree: nodes.document) -> list[dict[str, str]]:
    """What is said of the entries that are mentioned on a page, once for each language of the mentions."""
    domain = domain_of(app.env)
    mentioned = {(node["entry"], node["lang"]) for node in doctree.findall(mention) if "address" in node}
    notes = []
    for slug, language in sorted(mentioned):
        entry = domain.edition.entries[slug]
        name = entry.names[language]
        dates = in_words(entry.dates, language, domain.regions.get(language, ""))
        notes.append(
            {"slug": slug, "lang": language, "name": name.name, "dates": dates, "text": without_roles(name.description)}
        )
    return notes


def companion_address(app: Sphinx, pagename: str, language: str) -> str:
    """The relative address of the same page in the tree of another language."""
    here = app.builder.get_target_uri(pagename)
    return "../" * (here.count("/") + 1) + f"{language}/{here}"
