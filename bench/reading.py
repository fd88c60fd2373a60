"""What a page costs its reader: a browser with the CPU slowed four times on a line of 1.6 Mbit/s.

``python -m bench.reading [SITE]`` measures the built site (``build/html``) and ends with 1 where a budget is broken.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

SLOWER = 4
LATENCY = 150  # milliseconds, for each request
SPEED = 1_600_000 / 8  # bytes in a second
# Of each tree; the longest page of text is added.
KINDS = ("index.html", "persons.html", "chronology.html", "bibliography.html", "maps.html", "about/read.html")
PAINT, SHIFT, SCRIPT, STYLE, WHOLE = 1500, 0.02, 15_000, 15_000, 250_000
_COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}
_WATCH = """
window.measured = {paint: 0, shift: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) measured.paint = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) measured.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


@dataclass
class Cost:
    """What one page costs.

    :ivar paint: when the largest piece of it is painted, in milliseconds.
    :ivar shift: how much it shifts, as browsers count it (CLS).
    :ivar elements: how many it has.
    :ivar loaded: compressed bytes by the name of each file.
    """

    paint: float = 0
    shift: float = 0
    elements: int = 0
    loaded: dict[str, int] = field(default_factory=dict)

    def of(self, *endings: str) -> int:
        """Bytes of our own files with one of these endings."""
        return sum(size for name, size in self.loaded.items() if _ours(name) and name.endswith(endings))

    @property
    def theme(self) -> int:
        """Bytes of scripts, styles and letters that are not ours."""
        assets = (".js", ".css", ".woff2")
        return sum(size for name, size in self.loaded.items() if name.endswith(assets) and not _ours(name))

    def broken(self, *, text: bool) -> list[str]:
        """The budgets that it breaks; the weight of the whole is a budget of pages of text."""
        kept = {
            "paint": self.paint < PAINT,
            "shift": self.shift < SHIFT,
            "script": self.of(".js") < SCRIPT,
            "style": self.of(".css") < STYLE,
            "whole": not text or sum(self.loaded.values()) < WHOLE,
        }
        return [name for name, good in kept.items() if not good]


def _ours(name: str) -> bool:
    return name.rsplit("/", 1)[-1].startswith(("edition", "serif-"))


class _Compressing(SimpleHTTPRequestHandler):
    """Serves as hosts do: what is text is compressed."""

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in _COMPRESSED or not path.is_file():
            return super().send_head()
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)


@contextmanager
def _served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def measure(browser: Browser, address: str) -> Cost:
    """Open a page as one who has never been here, and wait until it is quiet."""
    cost = Cost()
    with browser.new_context(viewport={"width": 412, "height": 823}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        session = context.new_cdp_session(page)
        names: dict[str, str] = {}
        session.on(
            "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: urlsplit(e["request"]["url"]).path})
        )
        session.on(
            "Network.loadingFinished",
            lambda e: cost.loaded.update({names[e["requestId"]]: int(e["encodedDataLength"])}),
        )
        session.send("Network.enable")
        line = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED / 2}
        session.send("Network.emulateNetworkConditions", line)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle")
        page.wait_for_function("measured.paint > 0")
        found = page.evaluate("({...measured, elements: document.getElementsByTagName('*').length})")
    cost.paint, cost.shift, cost.elements = found["paint"], found["shift"], found["elements"]
    return cost


def main(arguments: list[str]) -> int:
    """Print what each kind of page costs; 1 where a budget is broken."""
    site = Path(arguments[0]) if arguments else Path("build/html")
    pages = ["index.html"]
    for tree in sorted(path.parent for path in site.glob("*/index.html")):
        longest = max((tree / "text").glob("*.html"), key=lambda path: path.stat().st_size)
        names = (*KINDS, str(longest.relative_to(tree)))
        pages += [f"{tree.name}/{name}" for name in names if (tree / name).exists()]
    print(
        f"{'page':<44}{'LCP ms':>8}{'CLS':>8}{'our JS':>8}{'our CSS':>8}{'letters':>9}{'theme':>7}{'whole':>9}{'elements':>10}"
    )
    failed = False
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    with sync_playwright() as playwright, _served(site) as origin:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for page in pages:
            cost = measure(browser, f"{origin}/{page}")
            broken = cost.broken(text="/text/" in page)
            failed = failed or bool(broken)
            print(
                f"{page[-43:]:<44}{cost.paint:>8.0f}{cost.shift:>8.3f}{cost.of('.js'):>8}{cost.of('.css'):>8}"
                f"{cost.of('.woff2'):>9}{cost.theme:>7}{sum(cost.loaded.values()):>9}{cost.elements:>10}  {', '.join(broken)}"
            )
        browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
