"""The walls of the house: the pure half knows no Sphinx, and the tool knows no article and no language."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "edition"
PURE = sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("export/**/*.py"), *PACKAGE.glob("revision/**/*.py")])
ALL = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"sphinx", "docutils", "myst_parser", "sphinxcontrib"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported when the code runs; those for type annotations only are left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which way they point"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from imports(node)


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_the_pure_half_imports_neither_sphinx_nor_docutils(path: Path) -> None:
    found = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
    assert not {name for name in found if name.split(".")[0] in HEAVY}
    if name_of(path) not in {"__init__.py", "__main__.py", "cli.py"}:  # the doors to the other half
        assert not {name for name in found if name.startswith(("edition.sphinxext", "edition.typst", "edition.cli"))}


@pytest.mark.parametrize("command", [["check"], ["export", "text"]], ids=" ".join)
def test_a_command_of_the_pure_half_loads_neither(command: list[str], small: Path) -> None:
    code = (
        f"import sys; from edition.cli import main; assert main({command!r}) == 0; "
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=small,
        env={"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        check=False,
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_data_flows_down() -> None:
    """No two modules of the pure half import each other, directly or by others."""
    known = {f"edition.{name_of(path)[:-3].replace('/', '.')}": path for path in PURE}
    needs = {
        name: {found for found in imports(ast.parse(path.read_text(encoding="utf-8"))) if found in known}
        for name, path in known.items()
    }

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        for needed in needs[name]:
            visit(needed, (*above, name))

    for name in needs:
        visit(name, ())


def words(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a module, each with its line; not docstrings, nor long tables such as one of all languages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    tables = [node.elts for node in ast.walk(tree) if isinstance(node, (ast.Set, ast.List, ast.Tuple))]
    alone |= {id(item) for table in tables if len(table) >= 10 for item in table}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_the_tool_names_no_language_and_no_article(path: Path, root: Path) -> None:
    from edition import config

    named = re.compile(
        r"\b(roman(ian|ă|ia)|român\w*|english|engl\w*|german\w*|soviet\w*|soviet|ribbentrop|molotov|wikipedia|15759133)\b",
        re.IGNORECASE,
    )
    codes = set(config.read(root).languages)
    found = [(line, text) for line, text in words(path) if text in codes or named.search(text)]
    assert found == []
