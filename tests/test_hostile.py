"""What a stranger might send to do harm: each is refused with a clear problem, and nothing else happens."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from building import digests

from edition import config, corpus, reporting
from edition.model import Problem, register_path

NOTE = "annotations/1/hostile.md"
LIST = "annotations/1/emendations.yaml"
PAGE = "source/la/about/edition.md"
TEXT = "source/de/text/01-de-helvetiis.md"
TERMS, PERSONS = register_path("terms"), register_path("persons")
CHRONOLOGY, MAP, BIB = corpus.CHRONOLOGY, f"{corpus.MAPS}/hostile.yaml", corpus.REFERENCES

Change = Callable[[Path], object]


def put(path: str, data: str | bytes) -> Change:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def front(**values: str) -> str:
    known = {"target": '"1.1.2"', "quote": "regni cupiditate", "kind": "context", "author": "x", "status": "proposed"}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in (known | values).items()) + "---\n"


def note(latin: str, **values: str) -> Change:
    """A good annotation but for what stands in it."""
    return put(NOTE, f"{front(**values)}# la\n{latin}\n\n# de\nGut.\n")


def emendation(**values: str) -> Change:
    known = {"passage": '"1.1.2"', "quote": "regni", "emendation": "regis", "category": "word", "certainty": "certain",
             "reason": "{la: Sic., de: So.}"}  # fmt: skip
    lines = [f"  {key}: {value}\n" for key, value in (known | values).items()]
    return put(LIST, "-" + "".join(lines)[1:])


def event(**values: str) -> Change:
    known = {"date": "1939-08-23", "kind": "war", "la": "{name: A, text: B}", "de": "{name: A, text: B}"}
    return put(CHRONOLOGY, "a:\n" + "".join(f"  {key}: {value}\n" for key, value in (known | values).items()))


def work(field: str) -> Change:
    return appended(BIB, f"\n@book{{hostile, title = {{T}}, author = {{A}}, year = {{1}}, {field}}}\n")


def appended(path: str, text: str) -> Change:
    return lambda root: (root / path).write_text((root / path).read_text(encoding="utf-8") + text, encoding="utf-8")


def changed(path: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def link(path: str, target: str) -> Change:
    def change(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)

    return change


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)

# What was done to the small edition: the file that is blamed, and the code.
HOSTILE: dict[str, tuple[Change, str, str]] = {
    # Raw HTML in every disguise
    "html element": (note("<b>x</b>"), NOTE, "A09"),
    "html script": (note("<script>alert(1)</script>"), NOTE, "A09"),
    "html script in a sentence": (note("Verba <script>alert(1)</script>."), NOTE, "A09"),
    "html script that does not end": (note("<script src=//x.example/x.js"), NOTE, "A09"),
    "html over two lines": (note("Verba <a\nonclick=alert(1)>x</a>"), NOTE, "A09"),
    "html image with a handler": (note("x <img src=x onerror=alert(1)>"), NOTE, "A09"),
    "html without a blank": (note("<svg/onload=alert(1)>"), NOTE, "A09"),
    "html comment": (note("x <!-- y -->"), NOTE, "A09"),
    "html instruction": (note("x <?php system('id') ?>"), NOTE, "A09"),
    "html declaration": (note("x <!DOCTYPE html>"), NOTE, "A09"),
    "html cdata": (note("x <![CDATA[y]]>"), NOTE, "A09"),
    "html end tag": (note("x </div>"), NOTE, "A09"),
    "html element of its own": (note("x <x-y z=1>"), NOTE, "A09"),
    "html in a list": (note("- x <iframe src=//x.example>"), NOTE, "A09"),
    "html in a quotation": (note("> <style>*{display:none}</style>"), NOTE, "A09"),
    "html in emphasis": (note("**x <u>y</u>**"), NOTE, "A09"),
    "html in the words of a link": (note("[<b>x</b>](https://example.org)"), NOTE, "A09"),
    "html by a role": (note("{raw}`<b>x</b>`"), NOTE, "A09"),
    "html by a directive": (note("```{raw} html\n<b>x</b>\n```"), NOTE, "A09"),
    "html by a directive with tildes": (note("~~~{raw} html\n<b>x</b>\n~~~"), NOTE, "A09"),
    "html in a heading": (put(NOTE, f"{front()}# la <b>\nx\n# de\ny\n"), NOTE, "A07"),
    "html in a reason": (emendation(reason="{la: <b>x</b>, de: So.}"), LIST, "E06"),
    "html in a description": (changed(PERSONS, "Konsul zusammen", "<b>Konsul</b> zusammen"), PERSONS, "A09"),
    "html in the chronology": (event(la="{name: A, text: <b>x</b>}"), CHRONOLOGY, "A09"),
    "html in a text": (changed(TEXT, "Helvetiern", "<b>Helvetiern</b>"), TEXT, "T08"),
    "html in a page": (appended(PAGE, "\n<script>alert(1)</script>\n"), PAGE, "P01"),
    "html in a sentence of a page": (appended(PAGE, "\nVerba <b>x</b>.\n"), PAGE, "P01"),
    # Addresses
    "link to a script": (note("[x](javascript:alert(1))"), NOTE, "A09"),
    "link to a script in capitals": (note("[x](JaVaScRiPt:alert(1))"), NOTE, "A09"),
    "link to a script by entities": (note("[x](java&#115;cript&colon;alert(1))"), NOTE, "A09"),
    "link to a script by a tab": (note("[x](<java\tscript:alert(1)>)"), NOTE, "A09"),
    "link to a script after a blank": (note("[x](< javascript:alert(1)>)"), NOTE, "A09"),
    "link to a script over two lines": (note("[x](java\nscript:alert(1))"), NOTE, "A09"),
    "link to a script as an address": (note("<javascript:alert(1)>"), NOTE, "A09"),
    "link to a script by a definition": (note("[x][y]\n\n[y]: javascript:alert(1)"), NOTE, "A09"),
    "link to other script": (note("[x](vbscript:msgbox(1))"), NOTE, "A09"),
    "link to data": (note("[x](data:text/html;base64,PHNjcmlwdD4=)"), NOTE, "A09"),
    "link to a file": (note("[x](file:///etc/passwd)"), NOTE, "A09"),
    "link out of the tree": (note("[x](../../../etc/passwd)"), NOTE, "A09"),
    "link without a scheme": (note("[x](//x.example/)"), NOTE, "A09"),
    "link to a script in a page": (appended(PAGE, "\n[x](javascript:alert(1))\n"), PAGE, "P02"),
    "link out of the tree in a page": (appended(PAGE, "\n[x](../../../conf.py)\n"), PAGE, "P02"),
    "link to a copied file in a page": (appended(PAGE, "\n[x](../text/00-lead.md/../../conf.py)\n"), PAGE, "P02"),
    "link out of the tree by numbers": (appended(PAGE, "\n[x](%2e%2e/%2e%2e/%2e%2e/x.md)\n"), PAGE, "P02"),
    "link of a work to a script": (work("url = {javascript:alert(1)}"), BIB, "B03"),
    "link of a work out of its attribute": (work('url = {https://x.example/" onclick="x}'), BIB, "B03"),
    "doi that is an address": (work("doi = {../../x.example}"), BIB, "B03"),
    # Pictures, includes, roles and directives
    "image": (note("![x](https://x.example/pixel.png)"), NOTE, "A09"),
    "image of the machine in a page": (appended(PAGE, "\n![x](../../../../../etc/passwd)\n"), PAGE, "P02"),
    "image from elsewhere in a page": (appended(PAGE, "\n![x](https://x.example/pixel.png)\n"), PAGE, "P02"),
    "include": (note("```{include} /etc/passwd\n```"), NOTE, "A09"),
    "include with colons": (note(":::{include} /etc/passwd\n:::"), NOTE, "A09"),
    "include as in reStructuredText": (note(".. include:: /etc/passwd"), NOTE, "A09"),
    "include in a page": (appended(PAGE, "\n```{include} /etc/passwd\n```\n"), PAGE, "P01"),
    "literalinclude in a page": (appended(PAGE, "\n```{literalinclude} /etc/passwd\n```\n"), PAGE, "P01"),
    "table of a file in a page": (appended(PAGE, "\n```{csv-table}\n:file: /etc/passwd\n```\n"), PAGE, "P01"),
    "include with colons in a page": (appended(PAGE, "\n:::{include} /etc/passwd\n:::\n"), PAGE, "P01"),
    "eval-rst": (note("```{eval-rst}\n.. raw:: html\n\n   <b>\n```"), NOTE, "A09"),
    "eval-rst in a page": (appended(PAGE, "\n```{eval-rst}\n.. include:: /etc/passwd\n```\n"), PAGE, "P01"),
    "front matter in a page": (changed(PAGE, "#", '---\nmyst: {html_meta: {"refresh": "0"}}\n---\n#'), PAGE, "P01"),
    "substitution": (note("{{ config.author }}"), NOTE, "A09"),
    "template": (note("{% include '/etc/passwd' %}"), NOTE, "A09"),
    "role outside the list": (note("{download}`/etc/passwd`"), NOTE, "A09"),
    "role in a page": (appended(PAGE, "\n{download}`/etc/passwd`\n"), PAGE, "P01"),
    "role in a text": (changed(TEXT, "Helvetiern", "{download}`x`"), TEXT, "T08"),
    "comment of MyST": (note("% x"), NOTE, "A09"),
    "target of MyST": (note("(index)=\nx"), NOTE, "A09"),
    "block of MyST": (note("+++\nx"), NOTE, "A09"),
    # Paths in names and values
    "target that is a path": (note("x", target='"../../etc"'), NOTE, "A01"),
    "quote of another place": (note("x", quote="../../etc/passwd"), NOTE, "A02"),
    "note that is a path": (note("{note}`../../../etc/passwd`"), NOTE, "R02"),
    "work that is a path": (note("{cite:p}`../../etc/passwd`"), NOTE, "R01"),
    "term with HTML": (note("{term}`<b>x</b> <y>`"), NOTE, "R04"),
    "name with dots": (put("annotations/1/...md", front()), "annotations/1/...md", "A10"),
    "name with a blank and a quote": (put("annotations/1/a' b\".md", front()), "annotations/1/a' b\".md", "A10"),
    "name with orders": (put("annotations/1/$(id);`id`.md", front()), "annotations/1/$(id);`id`.md", "A10"),
    "name of a map": (put(f"{corpus.MAPS}/..x.yaml", "a: b"), f"{corpus.MAPS}/..x.yaml", "M02"),
    "name of an entry": (appended(PERSONS, '\n"../x":\n  la: {name: A, description: b}\n'), PERSONS, "G01"),
    "name of an event": (put(CHRONOLOGY, '"../x": {date: "1"}\n'), CHRONOLOGY, "C01"),
    "emendations of another folder": (put("annotations/../annotations/x/emendations.yaml", "- a"), "annotations/x/emendations.yaml", "A11"),
    "identifier that is an address": (changed(PERSONS, "orgetorix:\n", "orgetorix:\n  identifiers: {viaf: 1/../x}\n"), PERSONS, "G04"),
    # YAML
    "yaml tag": (note("x", author="!!python/object/apply:os.system [id]"), NOTE, "Y06"),
    "yaml tag of its own": (note("x", author="!x y"), NOTE, "Y06"),
    "yaml anchor": (note("x", author="&a x"), NOTE, "Y06"),
    "yaml alias": (note("x", author="*a"), NOTE, "Y06"),
    "yaml merge": (put(LIST, "- &a {passage: x}\n- {<<: *a}\n"), LIST, "Y06"),
    "yaml bomb": (put(NOTE, f"---\n{BOMB}---\n# la\nx\n"), NOTE, "Y06"),
    "yaml bomb in emendations": (put(LIST, BOMB), LIST, "Y06"),
    "yaml bomb in a register": (put(TERMS, BOMB), TERMS, "Y06"),
    "yaml bomb in the chronology": (put(CHRONOLOGY, BOMB), CHRONOLOGY, "Y06"),
    "yaml directive": (put(TERMS, "%TAG ! tag:x.example,2000:\n---\na: !b c\n"), TERMS, "Y06"),
    "yaml that is deep": (put(LIST, "[" * 50_000), LIST, "Y01"),
    "yaml that is deep in blocks": (put(TERMS, "".join(" " * n + "a:\n" for n in range(500))), TERMS, "Y01"),
    "yaml of many values": (put(TERMS, "a: [" + "b," * 100_000 + "]"), TERMS, "F07"),
    "yaml of many documents": (put(LIST, "--- a\n" * 1000), LIST, "Y01"),
    "yaml with keys that are tables": (put(LIST, "- {? {a: b} : c}\n"), LIST, "Y05"),
    "keys twice": (note("x", author="x\nauthor: y"), NOTE, "Y03"),
    "keys twice in emendations": (emendation(quote="regni\n  quote: x"), LIST, "Y03"),
    "unknown keys without end": (put(LIST, "- {" + "".join(f"k{n}: a, " for n in range(4000)) + "}"), LIST, "Y02"),
    "number of thousands of digits": (note("x", target=f'"{"9" * 5000}.1.1"'), NOTE, "A01"),
    "date of thousands of digits": (event(date="9" * 5000), CHRONOLOGY, "C02"),
    # Sizes
    "100 MB": (put(NOTE, b"x" * 100_000_000), NOTE, "F07"),
    "100 MB of a bibliography": (put(BIB, b"@" * 100_000_000), BIB, "F07"),
    "a million lines": (put(NOTE, b"x\n" * 1_000_000), NOTE, "F07"),
    "a million lines of emendations": (put(LIST, b"- x\n" * 1_000_000), LIST, "F07"),
    "a million lines of text": (put(TEXT, b"x\n" * 1_000_000), TEXT, "F07"),
    "deep Markdown": (put(NOTE, f"{front(quote='nusquam')}# la\n{'> ' * 9000}x\n# de\n{'[' * 900}\n"), NOTE, "A02"),
    "strings of BibTeX that double": (
        appended(BIB, "\n@string{a = {xxxxxxxx}}\n" + "@string{a = a # a # a # a}\n" * 60 + "@book{b, title = a # a}\n"),
        BIB,
        "B04",
    ),
    "a field of thousands of strings": (appended(BIB, "\n@string{a = {" + "x" * 200 + "}}\n@book{b, title = a" + " # a" * 9000 + "}\n"), BIB, "B03"),
    # Characters
    "NUL": (note("x\x00y"), NOTE, "F08"),
    "NUL in emendations": (emendation(quote="re\x00gni"), LIST, "F08"),
    "escape of a terminal": (note("\x1b[2J\x1b]0;x\x07"), NOTE, "F08"),
    "escape of a terminal in one byte": (note("x\x9b31m"), NOTE, "F08"),
    "no UTF-8": (put(NOTE, b"---\n\xff\xfe\n"), NOTE, "F01"),
    "UTF-8 that is too long": (put(NOTE, b"---\n\xc0\xaf\n"), NOTE, "F01"),
    "half a character": (put(NOTE, b"---\n\xed\xa0\x80\n"), NOTE, "F01"),
    "order of letters turned": (note("via \u202egnp.exe\u202c est"), NOTE, "F08"),
    "order of letters isolated": (note("via \u2066x\u2069"), NOTE, "F08"),
    "order turned in a reason": (emendation(reason="{la: a\u202eb, de: So.}"), LIST, "F08"),
    "blank without a width": (note("ver\u200bba"), NOTE, "F08"),
    "letters of another plane": (note("x\U000e0041"), NOTE, "F08"),
    "letter of another alphabet": (note("C\u0430esar"), NOTE, "F09"),
    "letter of another alphabet in an author": (note("x", author="Edit\u043eres"), NOTE, "F09"),
    "letter of another alphabet in a work": (work("note = {Caes\u0430r}"), BIB, "F09"),
    "name of another alphabet": (put("annotations/1/c\u0430esar.md", front()), "annotations/1/c\u0430esar.md", "A10"),
    # Quotes that are slow to look for
    "long quote": (note("x", quote="a b " * 2000), NOTE, "A15"),
    "long quote of two words": (note("x", quote="et " * 300), NOTE, "A02"),
    "quote of one letter": (note("x", quote="e", target='"1.1.1-1.1.2"'), NOTE, "A03"),
    "long quote in emendations": (emendation(quote="et " * 2000), LIST, "E04"),
    "a list for another text": (put(LIST, "".join(
        f"- passage: '1.1.2'\n  quote: verba numero {n} nusquam posita et longiora\n  emendation: x\n  category: word\n"
        "  certainty: certain\n  reason: {la: a, de: b}\n" for n in range(500)
    )), LIST, "E04"),
    "blanks in a target": (note("x", target=f'"1{" " * 15_000}2"'), NOTE, "A01"),
    "blanks in a heading": (put(NOTE, f"{front()}# la{' ' * 18_000}x\n"), NOTE, "A07"),
    "references without end": (note(" ".join(f"{{note}}`n{n}`" for n in range(1500))), NOTE, "R02"),
    # Links and other files
    "link to a secret": (link(NOTE, "/etc/passwd"), NOTE, "F06"),
    "link within the edition": (link(NOTE, "duo-consules.md"), NOTE, "F06"),
    "link of a list": (link(LIST, "/etc/passwd"), LIST, "F06"),
    "link of a text": (link(TEXT, "/etc/passwd"), TEXT, "F06"),
    "link of a page": (link(PAGE, "/etc/passwd"), PAGE, "F06"),
    "link of a register": (link(TERMS, "/etc/passwd"), TERMS, "F06"),
    "link of the bibliography": (link(BIB, "/etc/passwd"), BIB, "F06"),
    "link of a folder": (link("annotations/2", "/etc"), "annotations/2", "A11"),
    "link to what never ends": (link(NOTE, "/dev/zero"), NOTE, "F06"),
    "link to itself": (link(NOTE, "hostile.md"), NOTE, "F06"),
    "pipe": (lambda root: os.mkfifo(root / NOTE), NOTE, "F06"),
    "extract of the machine": (changed("conf.py", "source/transmitted/de-bello-gallico.1.txt", "/etc/passwd"), "/etc/passwd", "T09"),
    "extract out of the tree": (changed("conf.py", "source/transmitted/de-bello-gallico.1.txt", "../../../etc/passwd"), "../../../etc/passwd", "T09"),
    # Orders to the machine that shows the report
    "order in a value": (note("x", kind="'::set-output name=a::b'"), NOTE, "A04"),
    "order of a log in a value": (note("x", kind="'##[set-output name=a]b'"), NOTE, "A04"),
    "order in several lines": (note("x", kind='"a\\n::error::x\\r::warning::y"'), NOTE, "A04"),
    "order in a key": (put(NOTE, '---\n"a\\n::set-env name=x::y": b\n---\n# la\nx\n# de\ny\n'), NOTE, "Y02"),
    "order in a name": (put("annotations/1/::error::x.md", front()), "annotations/1/::error::x.md", "A10"),
    "order in a name of two lines": (put("annotations/1/a\n::set-output name=a::b.md", front()), "annotations/1/a\n::set-output name=a::b.md", "A10"),
    "escape of a terminal in a name": (put("annotations/1/\x1b[31mx.md", front()), "annotations/1/\x1b[31mx.md", "A10"),
    "order of letters turned in a name": (put("annotations/1/\u202etxt.md", front()), "annotations/1/\u202etxt.md", "A10"),
    "name that is no UTF-8": (put(os.fsdecode(b"annotations/1/\xff\xfe.md"), front()), os.fsdecode(b"annotations/1/\xff\xfe.md"), "A10"),
    "escape in a value": (note("x", kind='"\\e[31m\\u202e"'), NOTE, "A04"),
}  # fmt: skip


def test_there_are_many() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_input_is_refused_and_has_no_effect(name: str, small: Path) -> None:
    change, path, code = HOSTILE[name]
    change(small)
    before = digests(small) if not (small / NOTE).is_fifo() else {}
    problems = corpus.load(small, config.read(small))[1]
    found = [problem for problem in problems if (problem.path, problem.code) == (path, code)]
    assert found, [str(problem).encode("utf-8", "backslashreplace")[:300] for problem in problems]
    assert all(problem.hint for problem in found)
    assert "root:x:0" not in reporting.render(problems, "json")
    assert before == (digests(small) if before else {})
    for form in reporting.FORMATS:
        assert_harmless(reporting.render(problems, form), form, problems)
    assert_harmless(reporting.summary(problems), "summary", problems)


def assert_harmless(shown: str, form: str, problems: list[Problem]) -> None:
    """Nothing that is shown commands a terminal, a workflow or a page."""
    assert shown.replace("\n", "").translate(dict.fromkeys(map(ord, "\u00a0\u2009\u202f"))).isprintable()
    shown.encode()  # no halves of characters
    assert "##[" not in shown
    lines = shown.split("\n")
    if form == "github":
        levels = r"::(error|notice) file=[^,:\n]*,line=\d+,title=[A-Z]\d\d::|::notice::\d+ problem"
        assert all(re.match(levels, line) for line in lines if line), shown
        assert len(lines) <= reporting.ANNOTATIONS + 1
    else:
        assert not any(line.lstrip().startswith("::") for line in lines)
    if form == "json":
        assert [(item["path"], item["message"]) for item in json.loads(shown)] == [
            (p.path, p.message) for p in problems
        ]
    if form == "summary":
        assert not re.search(r"<(?!br>)|[@`\[\]!|]|://|(?<!&)#(?!##? )", shown.removeprefix("### ")), shown


# -- What may cost much: each in a process that may not -------------------------------------------------

CHECK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))
sys.argv = ["edition", "check", *sys.argv[1:]]
try:
    runpy.run_module("edition", run_name="__main__")
finally:
    status = open("/proc/self/status").read()  # what getrusage says counts the process that started this one
    print("peak", status.split("VmHWM:")[1].split()[0], file=sys.stderr)
"""
COSTLY = [
    "100 MB", "100 MB of a bibliography", "a million lines of emendations", "yaml bomb in a register", "yaml that is deep",
    "yaml of many values", "a list for another text", "long quote", "references without end", "strings of BibTeX that double",
    "a field of thousands of strings", "unknown keys without end", "deep Markdown",
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set and measured as Linux does")
@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_input_costs_little(name: str, small: Path, root: Path) -> None:
    change, path, code = HOSTILE[name]
    change(small)
    done = subprocess.run(
        [sys.executable, "-c", CHECK, path],
        cwd=small,
        env={**os.environ, "PYTHONPATH": str(root), "LANG": "C.UTF-8"},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert f" {code} " in done.stdout.decode() or code == "B04", done.stderr.decode()[-500:]
    assert "Traceback" not in done.stderr.decode()
    peak = re.search(r"peak (\d+)", done.stderr.decode())
    assert peak
    assert int(peak[1]) < 200_000  # kB


def test_the_limits_are_limits() -> None:
    """A test that cannot fail proves nothing: more than is allowed is stopped."""
    greedy = CHECK.replace('runpy.run_module("edition", run_name="__main__")', "bytes(700_000_000)")
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY or done.returncode


def test_a_conf_py_that_leads_elsewhere_is_not_read(small: Path) -> None:
    for target in ("/etc/passwd", "/dev/zero"):
        link("conf.py", target)(small)
        with pytest.raises(config.ConfigError, match="a link leads to another place"):
            config.read(small)
