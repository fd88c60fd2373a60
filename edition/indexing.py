"""The index of the search, written with Pagefind; and the same records as one script, for where Pagefind cannot run.

A page that was opened from a file may load scripts, and nothing else; from there nothing has to be sent, so that script
may have all that there is.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from pagefind.service import get_executable

from edition.searching import FOLDER, RECORDS, Record

# Interfaces that Pagefind brings; ours is scripts/later/search.js.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")


class NotIndexedError(Exception):
    """The index could not be written; the text says why."""


def write_index(records: Sequence[Record], site: Path) -> Path:
    """Write the index of all *records* into the folder of the site, in place of an older one.

    :returns: the folder of the index.
    :raises NotIndexedError: where Pagefind could not do it.
    """
    folder = site / FOLDER
    part = site / f"{FOLDER}.part"
    shutil.rmtree(part, ignore_errors=True)
    _ask_pagefind(records, part.resolve())
    for pattern in _UNUSED:
        for path in part.glob(pattern):
            path.unlink()
    data = [{"content": record.content, "meta": _shown(record)} for record in records]
    script = f"editionRecords({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
    (part / Path(RECORDS).name).write_text(script, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder


def _ask_pagefind(records: Sequence[Record], folder: Path) -> None:
    """Have the files made by Pagefind's service; its own Python interface waits a tenth of a second for each record.

    The service answers before what it writes itself is on the disk, and a file is cut off where it ends then.
    """
    program = [str(get_executable()), "--service"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:  # noqa: S603 (the program of the package)
        _exchange(service, [{"type": "NewIndex", "config": None}])
        added = [
            {
                "type": "AddRecord",
                "index_id": 0,
                "url": record.address,
                "content": record.content,
                "language": "unknown",  # words are stemmed already, each in its own language
                "meta": _shown(record),
            }
            for record in records
        ]
        _exchange(service, added)
        (made,) = _exchange(service, [{"type": "GetFiles", "index_id": 0}])
        service.terminate()
    for file in made["files"]:
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["content"]))


def _exchange(service: subprocess.Popen[bytes], requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send requests and wait for all answers; each message is JSON in base 64, and ends with a comma."""
    assert service.stdin is not None
    assert service.stdout is not None
    messages = [
        base64.b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","
        for number, request in enumerate(requests, 1)
    ]
    # It answers while it still reads, and neither side may wait for the other.
    writer = threading.Thread(target=_send, args=(service.stdin, b"".join(messages)))
    writer.start()
    received = b""
    while received.count(b",") < len(messages):
        part = os.read(service.stdout.fileno(), 1 << 16)
        if not part:
            raise NotIndexedError("the index of the search could not be written: Pagefind ended before it was done")
        received += part
    writer.join()
    answers = [json.loads(base64.b64decode(answer))["payload"] for answer in received.split(b",")[:-1]]
    wrong = [answer["message"] for answer in answers if answer["type"] == "Error"]
    if wrong:
        raise NotIndexedError(f"the index of the search could not be written: {wrong[0]}")
    return answers


def _send(stream: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):  # told by the reader
        stream.write(data)
        stream.flush()


def _shown(record: Record) -> dict[str, str]:
    """What a hit shows."""
    return {"address": record.address, "kind": record.kind, "section": record.section, "label": record.label} | {
        f"text-{language}": text for language, text in record.texts.items()
    }
