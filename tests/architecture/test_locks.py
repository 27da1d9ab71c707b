"""Whoever reads and then writes has a line in the list of locks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "cryptotracker"
LISTED: Final = ROOT / "docs" / "explanation" / "locks.md"
TRANSACTION: Final = re.compile(
    r"(database|_inner|everybody|of\([\w.]+\))\.(transaction|together)\b"
)
READS: Final = re.compile(r"\bselect\(|\.scalar|self\.(_?get|_one|_found)\(")
WRITES: Final = re.compile(r"\b(insert|insert_into|update|delete)\(")


def methods(folder: str) -> Iterator[tuple[str, str]]:
    """Give the methods of every class with their source."""
    for path in sorted((SOURCE / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for each in ast.walk(ast.parse(text)):
            if isinstance(each, ast.ClassDef):
                for one in each.body:
                    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield f"{each.name}.{one.name}", ast.get_source_segment(text, one) or ""


def listed() -> set[str]:
    rows = [line for line in LISTED.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    return {name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row)}


def found() -> set[str]:
    uses = {name for name, text in methods("application") if TRANSACTION.search(text)}
    queries = {
        name
        for name, text in methods("adapters/persistence")
        if READS.search(text) and WRITES.search(text)
    }
    return uses | queries


def test_the_list_of_locks_is_complete() -> None:
    assert found() - listed() == set()


def test_the_list_of_locks_names_nothing_that_is_gone() -> None:
    assert listed() - found() == set()
