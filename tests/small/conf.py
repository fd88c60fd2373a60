"""A tiny edition in two other languages: the same code builds it."""

edition_languages = ["la", "de"]
edition_titles = {"la": "De bello Gallico", "de": "Der Gallische Krieg"}
edition_subtitles = {"la": "Specimen cum versione Germanica", "de": "Eine Probe mit deutscher Übersetzung"}
edition_authors = {"la": "editores", "de": "Herausgeber"}
edition_release = "0.1"
edition_date = "2026-11-23"
edition_extract = "source/transmitted/de-bello-gallico.1.txt"
edition_revision = "1"
edition_url = "https://la.wikisource.org/wiki/Commentarii_de_bello_Gallico/Liber_I"
edition_article = "https://la.wikisource.org/wiki/Commentarii_de_bello_Gallico/Liber_I"
edition_lead_title = "Prooemium"
edition_abbreviations = ["M."]
edition_replaced_letters = {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}

project = "De bello Gallico"
author = "editores"
copyright = "CC0"
version = release = "0.1"
language = "la"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "edition"]
nitpicky = True
smartquotes = False
numfig = False
myst_title_to_header = True
myst_disable_syntax = ["html_inline", "html_block"]
bibtex_bibfiles = ["source/references.bib"]
bibtex_cite_id = "bib-{key}"
html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_sidenotes": False,
    "max_navbar_depth": 1,
    "article_header_end": ["reading.html", "language-switch.html", "article-header-buttons.html"],
}
