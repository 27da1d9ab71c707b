"""The limits that keep every file readable at one sitting, and what is never written here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = ("src", "tests", "tools", "docs", "bench")
GENERATED: Final = ("node_modules", "generated", "dist", "__pycache__", ".build", "ui")
VAGUE: Final = frozenset("utils util helpers common base manager managers service misc lib".split())

EXCUSES: Final = 13
"""So many lines switch a check off. The number only falls."""
EXCUSE: Final = re.compile(r"#\s*(?:noqa|type:\s*ignore)")
EXCUSED: Final = re.compile(r"#\s*(?:noqa:\s*[A-Z]+[0-9]+|type:\s*ignore\[[a-z-]+\])\s*[-#(]\W*\w+")
NEVER: Final = {
    "a note of work left undone": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"),
    "a stub": re.compile(r"\bNotImplementedError\b|raise NotImplemented\b"),
    "annotations as text": re.compile(r"^from __future__ import annotations", re.MULTILINE),
    "an import that only types see": re.compile(r"^if (?:typing\.)?TYPE_CHECKING", re.MULTILINE),
    "a mock of our own": re.compile(r"\bunittest\.mock\b|\bmocker\b|\bMagicMock\b"),
    "a test left out": re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail)|importorskip"),
}

METHOD: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def found(suffixes: tuple[str, ...], *folders: str) -> list[Path]:
    """List our own files; what is generated or installed is nobody's to read."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and not set(GENERATED) & set(path.relative_to(ROOT).parts)
    ]


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    for path in found((".py",), *folders):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize(
    ("suffixes", "folder", "most"),
    [
        ((".py",), "src", 300),
        ((".py",), "tests", 300),
        ((".py",), "tools", 300),
        ((".ts", ".tsx"), "clients", 250),
    ],
)
def test_a_file_is_short(suffixes: tuple[str, ...], folder: str, most: int) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in found(suffixes, folder)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    }

    assert long == {}


@pytest.mark.parametrize(("folder", "most"), [("src", 40), ("tools", 40), ("tests", 60)])
def test_a_function_is_short(folder: str, most: int) -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": length(node)
        for name, text in sources(folder)
        for node in functions(text)
        if length(node) > most
    }

    assert long == {}


def test_a_protocol_is_small() -> None:
    large = {
        f"{name}:{node.lineno} {node.name}": count
        for name, text in sources("src")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and "Protocol" in {base(each) for each in node.bases}
        if (count := sum(isinstance(each, METHOD) for each in node.body)) > 5
    }

    assert large == {}


def base(node: ast.expr) -> str:
    return ast.unparse(node.value if isinstance(node, ast.Subscript) else node).split(".")[-1]


def test_a_check_is_switched_off_by_code_and_for_a_reason() -> None:
    excuses = [
        f"{name}: {line.strip()}"
        for name, text in sources(*PYTHON)
        for line in text.splitlines()
        if EXCUSE.search(line) and "test_tidy" not in name
    ]

    assert [excuse for excuse in excuses if not EXCUSED.search(excuse)] == []
    assert len(excuses) <= EXCUSES


@pytest.mark.parametrize("what", NEVER)
def test_what_is_never_written_here(what: str) -> None:
    culprits = [
        name
        for name, text in sources(*PYTHON)
        if NEVER[what].search(text) and "test_tidy" not in name
    ]

    assert culprits == []


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{name}:{each.lineno}"
        for name, text in sources("src", "tests", "tools")
        for node in functions(text)
        for each in ast.walk(node)
        if isinstance(each, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        name
        for name, text in sources("src", "tests", "tools")
        if text
        and not (ast.get_docstring(ast.parse(text)) or "").split("\n")[0].endswith((".", ":"))
    ]

    assert silent == []


def test_no_folder_has_a_vague_name() -> None:
    folders = {
        part
        for path in found((".py", ".ts", ".tsx"), *PYTHON, "clients")
        for part in path.relative_to(ROOT).parts[:-1]
    }

    assert folders & VAGUE == set()
