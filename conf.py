"""Names and values of this edition, for Sphinx and for ``python -m edition``; no functions, nothing computed."""

# -- The edition: read as literals, without running this file ----------------

edition_languages = ["ro", "en"]  # that of the transmitted text first
edition_regions = {"en": "GB"}  # of the language tags, and of the form of dates
edition_titles = {
    "ro": "Relațiile sovieto-germane (1918–1941)",
    "en": "Soviet–German Relations (1918–1941)",
}
edition_subtitles = {
    "ro": "Ediție adnotată, cu traducere în engleză",
    "en": "An annotated edition with English translation",
}
edition_authors = {"ro": "editorii", "en": "editors"}
edition_translators = {"en": "editors"}  # into each language, by name
edition_licence = "CC BY-SA 4.0"
edition_repository = ""  # where a file is edited, up to its path: "https://…/edit/main/"; or the guide is shown
edition_email = ""  # to whom the form for an annotation sends it; or it sends none
edition_release = "0.1.0"
edition_date = "2026-11-23"
edition_extract = "source/transmitted/relatiile-sovieto-germane.15759133.txt"
edition_revision = "15759133"
edition_url = "https://ro.wikipedia.org/wiki/Rela%C8%9Biile_sovieto-germane_(1918%E2%80%931941)"
edition_article = "https://ro.wikipedia.org/w/index.php?oldid=15759133"
edition_site = (
    ""  # the public address, as https://example.org/edition/; without one, links are those of the page as served
)
edition_lead_title = "Introducere"
edition_abbreviations = ["nr.", "cca.", "tov."]
edition_folded_letters = {"î": "â"}  # read as one letter where a quote is looked for
edition_quotation_marks = {"ro": "„”", "en": "‘’"}  # what is written "so" is told
edition_replaced_letters = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}

# -- Sphinx: `sphinx-build -c . -D language=… source/… …` ---------------------

project = "Relațiile sovieto-germane (1918–1941)"
author = "editors"
copyright = "CC BY-SA 4.0"
version = release = "0.1.0"
language = "ro"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "edition"]
nitpicky = True
smartquotes = False
numfig = False

# -- MyST --------------------------------------------------------------------

myst_title_to_header = True
myst_disable_syntax = ["html_inline", "html_block"]

# -- Bibliography ------------------------------------------------------------

bibtex_bibfiles = ["source/references.bib"]
bibtex_cite_id = "bib-{key}"

# -- HTML --------------------------------------------------------------------

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_sidenotes": False,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "max_navbar_depth": 1,
    "secondary_sidebar_items": [],
    "article_header_end": [
        "reading.html",
        "language-switch.html",
        "article-header-buttons.html",
    ],
    "show_prev_next": True,
    "footer_content_items": ["licence-line.html", "keep-all.html"],
    "navbar_persistent": [],
    "navbar_center": [],
    "home_page_in_toc": True,
}
html_context = {"default_mode": "auto"}
html_favicon = "edition/static/favicon.svg"
html_show_sourcelink = False
html_copy_source = False

# -- EPUB and LaTeX ----------------------------------------------------------

epub_basename = "edition"
epub_show_urls = "no"
latex_engine = "xelatex"
latex_elements = {"papersize": "a4paper"}
