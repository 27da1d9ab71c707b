"""A round: one fault, at times that a seed decides, and what must hold afterwards."""

import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

import httpx
from attrs import asdict, define, field, frozen
from rich.console import Console
from rich.markup import escape

from faults.processes import OverdueError

WORK: Final = Path(".build/faults").resolve()


class BrokenError(Exception):
    """Something that was promised did not hold."""


FAILURES: Final = (
    *(BrokenError, OverdueError, httpx.HTTPError, subprocess.SubprocessError),
    *(OSError, LookupError, ValueError),  # an answer that is no document, or not the one expected
)
"""What tells within a round that something is wrong."""
LONGEST: Final = 1000


def hold(promise: str, *, holds: bool, found: object = "") -> None:
    if not holds:
        message = f"{promise}; found: {found}" if found != "" else promise
        raise BrokenError(message)


@frozen(kw_only=True)
class Scale:
    """How hard a run tries.

    Attributes:
        rows: of each large file.
        seconds: of each fault that lasts.
        slack: so much longer than promised an answer may take, where others keep the machine busy.
    """

    rows: int
    seconds: float
    slack: float = 1


@frozen(kw_only=True)
class Round(Scale):
    """What a fault works with: a scale, chance that can be repeated, and a folder."""

    random: random.Random
    folder: Path


@frozen
class Tally:
    """What a round, or all of them, came to: counts are added, of seconds the most are kept."""

    counts: Mapping[str, int] = field(factory=dict)
    most: Mapping[str, float] = field(factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        counts = Counter(self.counts)
        counts.update(other.counts)
        seconds = {each: max(self.most.get(each, 0), other.most[each]) for each in other.most}
        return Tally(counts, {**self.most, **seconds})

    def __str__(self) -> str:
        counts = [f"{count} {name}" for name, count in self.counts.items()]
        return "; ".join([*counts, *(f"{name} {most:.3f} s" for name, most in self.most.items())])


Act: TypeAlias = Callable[[Round], Tally]
Stage: TypeAlias = Callable[[Path, Scale], AbstractContextManager[Act]]


@frozen(kw_only=True)
class Fault:
    """A fault of the programme.

    Attributes:
        rounds: of the whole run; the short one makes `short` of them.
        stage: sets up what may serve all rounds, and gives what does one of them; that raises
            BrokenError when a promise was broken, and the next round has another stage.
    """

    title: str
    rounds: int
    short: int
    stage: Stage


def anew(act: Act) -> Stage:
    """Say that every round sets up its own."""

    @contextmanager
    def nothing(_folder: Path, _scale: Scale) -> Iterator[Act]:
        yield act

    return nothing


def play(name: str, fault: Fault, *, rounds: int, seed: int, scale: Scale, console: Console) -> int:
    """Run the rounds of a fault and count those that broke a promise."""
    broken, total, began, scene = 0, Tally(), time.monotonic(), Scene(name, fault, scale)
    for number in range(rounds):
        try:
            found = scene.act(random.Random(f"{seed}/{name}/{number}"))
            if number + 1 == rounds:
                scene.end()
        except FAILURES as failure:
            broken += 1
            with suppress(*FAILURES):
                scene.end()
            again = f"--only {name} --seed {seed} --rounds {number + 1}"
            said = f"[bold red]BROKEN[/] {escape(why(failure))} ({again})"
        else:
            total, said = total + found, str(found)
        console.print(f"{name} {number + 1}/{rounds}: {said}")
    took = (time.monotonic() - began) / 60
    console.print(f"{name}: {rounds} rounds in {took:.1f} min, {broken} broken: {total}")
    return broken


def why(failure: BaseException) -> str:
    """Say what a round failed of; of a long text, as a traceback is, both ends."""
    said = f"{type(failure).__name__}: {failure}"
    return said if len(said) <= LONGEST else f"{said[: LONGEST // 2]} … {said[-LONGEST // 2 :]}"


@define
class Scene:
    """Where the rounds of a fault are played; it is set up when it is needed."""

    name: str
    fault: Fault
    scale: Scale
    _stack: ExitStack = field(factory=ExitStack)
    _act: Act | None = None

    def act(self, chance: random.Random) -> Tally:
        if self._act is None:
            stage = self.fault.stage(emptied(WORK / f"{self.name}-stage"), self.scale)
            self._act = self._stack.enter_context(stage)
        folder = emptied(WORK / f"{self.name}-round")
        try:
            return self._act(Round(random=chance, folder=folder, **asdict(self.scale)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def end(self) -> None:
        self._act = None
        self._stack.close()
        shutil.rmtree(WORK / f"{self.name}-stage", ignore_errors=True)


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
