"""Whatever a list says is tested has a test."""

import ast
import csv
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tools.guards import read, without

ROOT: Final = Path(__file__).parents[2]
ANSWERS: Final = {"test", "doc", "not applicable", "open"}


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in nodes if isinstance(node, kinds))


def exists(test: str) -> bool:
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in names_in(file)


def rows(file: str) -> list[dict[str, str]]:
    with (ROOT / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(
    "trap", [pytest.param(row, id=row["trap"]) for row in rows("docs/traps.csv")]
)
def test_a_trap_has_its_tests(trap: dict[str, str]) -> None:
    named = trap["tests"].split()

    assert named
    assert [test for test in named if not exists(test)] == []


@pytest.mark.parametrize("name", read())
def test_a_guard_stands_where_the_list_says(name: str) -> None:
    guard = read()[name]

    assert without(guard) != (ROOT / guard["file"]).read_text(encoding="utf-8")
    assert [test for test in guard["tests"] if not (ROOT / test).is_file()] == []


def test_a_requirement_is_answered_by_what_there_is() -> None:
    wrong = [
        row["id"]
        for row in rows("docs/asvs.csv")
        if row["answer"] not in ANSWERS or not row["where"] or not answered(row)
    ]

    assert wrong == []


def answered(row: dict[str, str]) -> bool:
    if row["answer"] == "test":
        return all(exists(test) for test in row["where"].split())
    return row["answer"] != "doc" or (ROOT / row["where"]).is_file()


def test_each_requirement_is_answered_once() -> None:
    ids = [row["id"] for row in rows("docs/asvs.csv")]

    assert len(ids) == len(set(ids))
    assert sum(row["answer"] == "test" for row in rows("docs/asvs.csv")) >= 95
