"""A forge without a network: repositories with proposals, runs of the steps of a workflow, and what is asked of GitHub."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from conftest import ROOT, SMALL

WORKFLOWS = ROOT / ".github" / "workflows"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_WHO = {"GIT_AUTHOR_NAME": "N", "GIT_AUTHOR_EMAIL": "n@example.org", "GIT_COMMITTER_NAME": "N", "GIT_COMMITTER_EMAIL": "n@example.org",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}  # fmt: skip


def workflow(name: str) -> dict[str, Any]:
    """A workflow; YAML reads its key ``on`` as a truth value."""
    return yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"))


def step(name: str, job: str, called: str) -> dict[str, Any]:
    """One step of a workflow, by what it is called."""
    [found] = [item for item in workflow(name)["jobs"][job]["steps"] if item["name"] == called]
    return found


@dataclass(frozen=True)
class Done:
    """What a step did."""

    code: int
    out: str
    err: str


def run_step(found: Mapping[str, Any], where: Path, values: Mapping[str, str], environment: Mapping[str, str]) -> Done:
    """Run what a step runs, as a runner does, in the folder *where*.

    :param values: what the expressions of its environment come to.
    """
    env = {
        name: _EXPRESSION.sub(lambda match: values[match[1]], str(text)) for name, text in found.get("env", {}).items()
    }
    known = {"PATH": f"{programmes(where)}:{os.environ['PATH']}", "HOME": str(where), "LANG": "C.UTF-8", **_WHO}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        cwd=where, env={**known, **environment, **env}, capture_output=True, check=False, timeout=600,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def programmes(where: Path) -> Path:
    """``python`` as the environment of the tests has it, and ``python3`` as a runner has it, with no package at all."""
    folder = where.parent / "programmes"
    folder.mkdir(exist_ok=True)
    for name, options in (("python", ""), ("python3", "-S")):
        (folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} {options} "$@"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


class Repository:
    """A bare repository in which the small edition is the main branch, with the code that checks it."""

    def __init__(self, folder: Path) -> None:
        work = Path(shutil.copytree(SMALL, folder / "work"))
        for package in ("ci", "edition"):
            shutil.copytree(ROOT / package, work / package, ignore=shutil.ignore_patterns("__pycache__"))
        self.path = folder / "origin.git"
        git(work, "init", "-q", "-b", "main")
        git(work, "add", "-A")
        git(work, "commit", "-q", "-m", "Begin")
        git(folder, "clone", "-q", "--bare", str(work), str(self.path))
        self.checkout = folder / "checkout"
        git(folder, "clone", "-q", str(self.path), str(self.checkout))

    def propose(
        self, number: int, files: Mapping[str, bytes | str | None], links: Mapping[str, str] | None = None
    ) -> str:
        """Make a proposal out of the main branch.

        :param files: what is written at each path; None takes the file away. A path may be any bytes that git can hold.
        :param links: symbolic links, by path.
        :returns: its last commit.
        """
        index = {**os.environ, **_WHO, "GIT_INDEX_FILE": str(self.path / f"index-{number}")}

        def plumbing(*arguments: str, data: bytes = b"") -> str:
            command = ["git", "-C", str(self.path), *arguments]
            return (
                subprocess.run(command, input=data, env=index, stdout=subprocess.PIPE, check=True)
                .stdout.decode()
                .strip()
            )

        plumbing("read-tree", "main")
        entries = b""
        for modes, named in (("100644", files), ("120000", links or {})):
            for path, data in named.items():
                written = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
                blob = "0" * 40 if written is None else plumbing("hash-object", "-w", "--stdin", data=written)
                mode = "0" if written is None else modes
                entries += f"{mode} {blob}\t{path}\0".encode("utf-8", "surrogateescape")
        plumbing("update-index", "-z", "--add", "--index-info", data=entries)
        return self.record(number, plumbing("write-tree"))

    def record(self, number: int, tree: str) -> str:
        """Make of a tree the proposal *number*."""
        commit = git(self.path, "commit-tree", tree, "-p", "main", "-m", "Propose")
        git(self.path, "update-ref", f"refs/pull/{number}/head", commit)
        return commit


def git(where: Path, *arguments: str, data: bytes | None = None) -> str:
    """What git answers in a folder."""
    command = ["git", "-C", str(where), *arguments]
    return (
        subprocess.run(command, input=data, env={**os.environ, **_WHO}, stdout=subprocess.PIPE, check=True)
        .stdout.decode()
        .strip()
    )


@dataclass
class Forge:
    """What GitHub has, and what it was told.

    :ivar lists: the items of each list, by its path in the repository.
    :ivar files: by path.
    :ivar told: method, path and data of everything that was written.
    :ivar outdated: paths of files on which no remark is taken.
    """

    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    outdated: set[str] = field(default_factory=set)
    address: str = ""

    def answer(self, method: str, path: str, query: Mapping[str, list[str]], data: dict[str, Any]) -> tuple[int, bytes]:
        """What GitHub would answer."""
        name = path.removeprefix("/repos/owner/edition/")
        if method == "GET" and path in self.files:
            return 200, self.files[path]
        if method == "GET":
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return 200, json.dumps(self.lists.get(name, [])[(page - 1) * size : page * size]).encode()
        self.told.append((method, name, data))
        if data.get("path") in self.outdated:
            return 422, b"{}"
        bot = {"user": {"login": "github-actions[bot]"}, "id": 5000 + len(self.told), **data}
        if method == "PATCH":
            [changed] = [item for items in self.lists.values() for item in items if name.endswith(f"/{item['id']}")]
            changed.update(data)
        else:
            self.lists.setdefault(name, []).append(bot)
        return 200, json.dumps(bot).encode()


@contextmanager
def forge() -> Iterator[Forge]:
    """A GitHub of one's own."""
    state = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            assert self.headers["Authorization"] == "Bearer secret"
            parts = urlsplit(self.path)
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or "{}")
            code, body = state.answer(self.command, parts.path, parse_qs(parts.query), data)
            self.send_response(code)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = _any  # noqa: N815 (so they are looked for)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
