"""``python -m edition``."""

from __future__ import annotations

import io
import sys

from edition.cli import main

for stream in (sys.stdout, sys.stderr):
    # Whatever the terminal is set to: a message has letters of many languages, and an export is a UTF-8 file.
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
sys.exit(main())
