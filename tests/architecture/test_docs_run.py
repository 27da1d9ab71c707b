"""What the documentation shows was run, and said just that."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen

ROOT: Final = Path(__file__).parents[2]
EXAMPLES: Final = ROOT / "docs/examples"
PROGRAM: Final = Path(sys.executable).with_name("cryptotracker")
FENCE: Final = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PURE: Final = ("gains", "holdings", "performance", "indicators", "convert", "returns", "--version")
"""Commands that read files and print; the others serve, or keep something."""


@frozen
class Block:
    """Something shown on a page, and the line it begins on."""

    place: str
    kind: str
    text: str


def blocks() -> Iterator[Block]:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = page.read_text(encoding="utf-8")
        for found in FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(f"{page.relative_to(ROOT)}:{line}", found[1], found[2])


def commands() -> Iterator[Block]:
    """Take blocks apart at their prompts: a command, and all it printed."""
    for block in blocks():
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            words = shlex.split(shown.partition("\n")[0])
            if block.kind == "console" and words[0] == "cryptotracker" and words[1] in PURE:
                yield Block(f"{block.place} {words[1]}", block.kind, shown)


PYTHON_BLOCKS: Final = {each.place: each for each in blocks() if each.kind == "python"}
COMMANDS: Final = {f"{at} {each.place}": each for at, each in enumerate(commands())}


def test_there_is_something_to_run() -> None:
    assert COMMANDS
    assert PYTHON_BLOCKS


@pytest.mark.parametrize("place", PYTHON_BLOCKS)
def test_a_python_block_runs(place: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PYTHON_BLOCKS[place].text],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("place", COMMANDS)
def test_a_command_prints_what_the_page_shows(place: str) -> None:
    command, _, shown = COMMANDS[place].text.partition("\n")

    done = subprocess.run(
        [PROGRAM, *shlex.split(command)[1:]],
        cwd=EXAMPLES,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )

    assert [line.rstrip() for line in done.stdout.splitlines()] == shown.rstrip().splitlines()
