"""Build whenever a file is saved, and let the browser show it: ``python -m edition live``.

A small server of one's own computer: pages get a line of script that waits for word of a new build. What it serves is
meant for the one who writes, so it listens to this computer only.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WATCHED = ("annotations", "source", "conf.py", "edition")
EVENTS = "/live-events"
SCRIPT = "/live.js"
_CODE = f'new EventSource("{EVENTS}").onmessage = () => location.reload();\n'.encode()
_EVERY = 0.5
"""How many seconds pass between two looks at the files."""


class Builds:
    """How many builds there were; who waits is told of the next."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def done(self) -> None:
        """Tell that a build has ended."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait for the next build.

        :returns: whether there was one in so many seconds.
        """
        with self._changed:
            before = self._count
            return self._changed.wait_for(lambda: self._count > before, seconds)


def state(root: Path) -> dict[str, tuple[int, int]]:
    """Of every file that a build reads its size and the time of its last change."""
    found = {}
    for name in WATCHED:
        for path in [root / name, *(root / name).rglob("*")]:
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                found[path.relative_to(root).as_posix()] = (status.st_size, status.st_mtime_ns)
    return found


def watch(root: Path, build: Callable[[], object], builds: Builds, stop: threading.Event) -> None:
    """Build again whenever a file changes, until *stop* is set."""
    before = state(root)
    while not stop.wait(_EVERY):
        now = state(root)
        if now != before:
            before = now
            build()
            builds.done()


class _Pages(SimpleHTTPRequestHandler):
    """The built pages, each with the line of script."""

    builds: Builds
    stop: threading.Event

    def do_GET(self) -> None:
        if self.path == EVENTS:
            self._events()
        elif self.path == SCRIPT:
            self._send("text/javascript", _CODE)
        elif (page := self._page()) is not None:
            line = f'<script src="{SCRIPT}"></script></body>'.encode()
            self._send("text/html; charset=utf-8", page.read_bytes().replace(b"</body>", line, 1))
        else:
            super().do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of what is asked for: the builds have the word."""

    def _page(self) -> Path | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        return path if path.suffix == ".html" and path.is_file() else None

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while not self.stop.is_set():
                # A comment now and then shows whether anybody still listens.
                self.wfile.write(b"data: built\n\n" if self.builds.wait(1) else b": \n\n")
                self.wfile.flush()
        except OSError:
            self.close_connection = True


def server(folder: Path, port: int, builds: Builds, stop: threading.Event) -> ThreadingHTTPServer:
    """A server of the pages in *folder* for this computer only; port 0 takes any that is free."""
    handler = type("Pages", (_Pages,), {"builds": builds, "stop": stop})
    made = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder)))
    made.daemon_threads = True
    return made


def build(root: Path, folder: Path, languages: Sequence[str]) -> bool:
    """Build the pages of all languages into *folder*; what is wrong is printed by the builder.

    :returns: whether nothing was wrong.
    """
    begun = time.monotonic()
    codes = []
    for language in languages:
        tree = [str(root / "source" / language), str(folder / language)]
        command = [sys.executable, "-m", "sphinx", "-q", "-c", str(root), "-D", f"language={language}", "-b", "html"]
        codes.append(subprocess.call([*command, "-d", str(folder.parent / "live-doctrees" / language), *tree]))  # noqa: S603 (our own command)
    sys.stderr.write(f"built in {time.monotonic() - begun:.0f} s\n" if not any(codes) else "not built\n")
    return not any(codes)


def live(root: Path, folder: Path, languages: Sequence[str], port: int) -> None:
    """Build, serve and watch until somebody interrupts it."""
    builds, stop = Builds(), threading.Event()
    building = partial(build, root, folder, languages)
    building()
    pages = server(folder, port, builds, stop)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    sys.stderr.write(f"http://127.0.0.1:{pages.server_port}/{languages[0]}/index.html – end with Ctrl-C\n")
    try:
        watch(root, building, builds, stop)
    except KeyboardInterrupt:
        stop.set()
    finally:
        pages.shutdown()
