#!/usr/bin/env bash
# Makes sure that the tests have what pip cannot bring: a browser. Usage: tests/tools.sh PYTHON
set -eu -o pipefail

python=${1:?usage: tests/tools.sh PYTHON}

say() { printf 'tests/tools.sh: %s\n' "$*" >&2; }

# The same names, in the same order, as in tests/test_browser.py.
on_the_path() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null; then return 0; fi
  done
  return 1
}

# Whether Playwright's own browser is there and starts.
of_playwright() {
  "$python" - 2> /dev/null << 'END'
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    playwright.chromium.launch(args=["--no-sandbox"]).close()
END
}

from_the_system() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null || return 1
  say "no browser found; installing chromium with apt-get"
  apt-get update -qq >&2 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2
}

from_playwright() {
  say "no browser found; installing that of Playwright"
  "$python" -m playwright install chromium >&2
}

if on_the_path || of_playwright; then exit 0; fi
if from_the_system && on_the_path; then exit 0; fi
if from_playwright && of_playwright; then exit 0; fi

say "the tests need a browser, and none could be installed."
say "Install Chromium or Google Chrome so that chromium, chromium-browser or google-chrome is on the path,"
say "or run:  $python -m playwright install --with-deps chromium"
exit 1
