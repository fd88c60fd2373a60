"""``python -m edition``."""

from __future__ import annotations

import sys

from edition.cli import main

sys.exit(main())
