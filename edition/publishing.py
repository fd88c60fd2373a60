"""What stands beside the trees of a site: the page for what is not there, the map of the site, reading without a network.

Everything is made of the files of the site, so this is the last step of a build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

from edition.config import Config
from edition.messages import message
from edition.model import Edition
from edition.searching import RECORDS
from edition.site import native_name, template, write_home

MANIFEST = "site.webmanifest"
WORKER = "worker.js"
MISSING = "404.html"
ICON_SIZES = (192, 512)
"""Widths in pixels of the icons of the installed site."""

# Trees have templates of their theme among the static files, and pages that are for people only.
_NO_PAGES = {"_static", "_sources"}
_UNLISTED = {"search.html", "genindex.html"}

# What a page is made of. Books and e-books are files that a reader keeps anyway.
_PARTS = {".css", ".js", ".svg", ".png", ".woff2"}
_REFERENCE = re.compile(r'(?:href|src)="([^":?#]+)')
_FILE_OF_SHEET = re.compile(r"""url\(["']?([^"':)?#]+)""")
# Loaded by a script; without a network the search takes the records instead of its engine.
_LATER = ("*/_static/search.js", "*/_static/*-stemmer.js", "*/_static/annotati*.js", RECORDS)


def write_site(edition: Edition, config: Config, site: Path, books: Path) -> Path:
    """Write everything that stands in the folder *site* beside the trees.

    :param books: the folder of the books, which are put beside the trees.
    :returns: the home page.
    """
    home = write_home(config, site, books)
    _write_missing(edition, config, site)
    _write_manifest(config, site)
    if config.site:
        _write_sitemap(config, site)
    _write_worker(config, site)
    return home


def pages_of(site: Path, language: str) -> list[str]:
    """The pages of a tree, as paths in it, without those that only a reader needs."""
    found = (path.relative_to(site / language) for path in sorted((site / language).rglob("*.html")))
    return [path.as_posix() for path in found if not _NO_PAGES & set(path.parts) and path.as_posix() not in _UNLISTED]


def _write_missing(edition: Edition, config: Config, site: Path) -> None:
    """The page that a host shows where an address leads nowhere, whatever its folder.

    Where the public address is known, the links of the page count from there; else a script finds out where it is.
    """
    languages = [
        {
            "code": code,
            "name": native_name(code),
            "title": message("There is no such page", code),
            "text": message("The address may be mistyped, or the page was moved. Look for it here:", code),
            "home": (config.titles[code], f"{code}/index.html"),
            "search": (message("Search", code), f"{code}/search.html"),
            "sections": [
                (section.heading.text, f"{code}/text/{quote(section.path.stem)}.html")
                for section in edition.sections[code].values()
            ],
        }
        for code in config.languages
    ]
    base = f"{urlsplit(config.site).path.rstrip('/')}/" if config.site else ""
    # Of the folders in which an address can be that leads nowhere one is the right one.
    roots = [""] if base else ["../" * depth for depth in range(4)]
    text = template(MISSING).render(languages=languages, base=base, roots=roots)
    (site / MISSING).write_text(text, encoding="utf-8")


def _write_manifest(config: Config, site: Path) -> None:
    """What a browser needs to install the site."""
    original = config.languages[0]
    manifest = {
        "name": config.titles[original],
        "short_name": config.titles[original].partition(" (")[0],
        "description": config.subtitles.get(original, ""),
        "lang": original,
        "id": "./",
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fdfcf9",
        "theme_color": "#7a1f1f",
        "icons": [
            {"src": icon_name(size), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in ICON_SIZES
        ],
    }
    (site / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def icon_name(size: int) -> str:
    """The file of the icon of *size* pixels, beside the trees."""
    return f"icon-{size}.png"


def _write_sitemap(config: Config, site: Path) -> None:
    """The addresses of all pages with those of their companions, and where robots find the list."""
    root = config.site.rstrip("/")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for language in config.languages:
        for page in pages_of(site, language):
            lines.append(f"<url><loc>{_address(root, language, page)}</loc><lastmod>{config.date}</lastmod>")
            lines += [
                f'<xhtml:link rel="alternate" hreflang="{code}" href="{_address(root, code, page)}"/>'
                for code in config.languages
                if (site / code / page).exists()
            ]
            lines.append("</url>")
    (site / "sitemap.xml").write_text("\n".join([*lines, "</urlset>", ""]), encoding="utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {root}/sitemap.xml\n", encoding="utf-8")


def _address(root: str, language: str, page: str) -> str:
    return escape(f"{root}/{language}/{quote(page)}")


def _write_worker(config: Config, site: Path) -> None:
    """The script that answers without a network; its version is a digest of all that it may keep."""
    files = _kept(site)
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (site / name).read_bytes())
    languages = [
        {
            "code": code,
            "text": message("This page was not kept on your device, and there is no network now.", code),
            "home": (config.titles[code], f"{code}/index.html"),
        }
        for code in config.languages
    ]
    unkept = template("offline.html").render(languages=languages)
    text = template(WORKER).render(version=digest.hexdigest()[:16], files=json.dumps(files), page=json.dumps(unkept))
    (site / WORKER).write_text(text, encoding="utf-8")


def _kept(site: Path) -> list[str]:
    """The files that a reader without a network needs: the pages, and what they are made of; by their names in order.

    Of what the theme brings most is never asked for, so only what a page or a style sheet names is kept.
    """
    pages = [path for path in site.rglob("*.html") if not _NO_PAGES & set(path.relative_to(site).parts)]
    needed = {path for page in pages for path in _named_in(page, _REFERENCE)}
    needed |= {path for sheet in needed if sheet.suffix == ".css" for path in _named_in(sheet, _FILE_OF_SHEET)}
    needed |= {path for pattern in _LATER for path in site.glob(pattern)}
    return sorted(path.relative_to(site).as_posix() for path in {*pages, *needed, site / MANIFEST})


def _named_in(file: Path, pattern: re.Pattern[str]) -> Iterator[Path]:
    for name in pattern.findall(file.read_text(encoding="utf-8")):
        path = Path(os.path.normpath(file.parent / unquote(name)))
        if path.suffix in _PARTS and path.is_file():
            yield path
