"""A round: one fault, at times that a seed decides, and what must hold afterwards."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attrs import asdict, frozen
from rich.console import Console

from faults.processes import OverdueError

WORK: Final = Path(".build/faults").resolve()


class BrokenError(Exception):
    """Something that was promised did not hold."""


def hold(promise: str, *, holds: bool, found: object = "") -> None:
    if not holds:
        message = f"{promise}; found: {found}" if found != "" else promise
        raise BrokenError(message)


@frozen(kw_only=True)
class Round:
    """What a fault works with: chance that can be repeated, a folder, and how hard to try.

    Attributes:
        slack: so much longer than promised an answer may take, where others keep the machine busy.
    """

    random: random.Random
    folder: Path
    rows: int
    seconds: float
    slack: float = 1


@frozen(kw_only=True)
class Fault:
    """A fault of the programme.

    Attributes:
        rounds: of the whole run; the short one makes `short` of them.
        run: does one round; it raises BrokenError when a promise was broken.
    """

    title: str
    rounds: int
    short: int
    run: Callable[[Round], str]


@frozen(kw_only=True)
class Scale:
    """How hard a run tries: rows of each file, seconds of each fault that lasts."""

    rows: int
    seconds: float
    slack: float = 1


def play(name: str, fault: Fault, *, rounds: int, seed: int, scale: Scale, console: Console) -> int:
    """Run the rounds of a fault and count those that broke a promise."""
    broken = 0
    for number in range(rounds):
        folder = WORK / f"{name}-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        chance = random.Random(f"{seed}/{name}/{number}")
        try:
            said = fault.run(Round(random=chance, folder=folder, **asdict(scale)))
        except (BrokenError, OverdueError) as failure:
            broken += 1
            said = f"[bold red]BROKEN[/] {failure} (--only {name} --seed {seed}, round {number})"
        console.print(f"{name} {number + 1}/{rounds}: {said}")
        shutil.rmtree(folder, ignore_errors=True)
    return broken
