"""Collect what was measured, hold it against the goals, show both and keep both."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from attrs import asdict, define, field, frozen
from rich.console import Console
from rich.table import Table

from bench.process import Usage


@frozen(kw_only=True)
class Figure:
    """What one command took for so many rows; `rows` is 0 where there are none."""

    name: str
    shape: str = ""
    rows: int = 0
    usage: Usage

    @property
    def rows_per_cpu_second(self) -> float | None:
        return self.rows / self.usage.cpu_seconds if self.rows and self.usage.cpu_seconds else None


@frozen(kw_only=True)
class Goal:
    """A figure or a ratio that must stay at most at its limit; None was not measured."""

    name: str
    measured: float | None
    limit: float
    unit: str = "x"

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not measured"
        return "reached" if self.measured <= self.limit else "missed"


@define
class Report:
    """Everything a run has found out so far; says each thing as it comes."""

    console: Console
    figures: list[Figure] = field(factory=list)
    goals: list[Goal] = field(factory=list)
    notes: list[str] = field(factory=list)

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        label, usage = labelled(figure.name, figure.shape, figure.rows), figure.usage
        self.console.print(
            f"  {label}: {usage.cpu_seconds:.2f} s CPU, {usage.wall_seconds:.2f} s,"
            f" {usage.peak_mb:.0f} MB",
            style="dim",
        )

    def say(self, note: str) -> None:
        self.notes.append(note)
        self.console.print(f"  {note}", style="yellow", markup=False)

    def taken(self, what: str, name: str, shape: str, rows: int) -> float | None:
        """Give one number of a figure's usage, or None when that was not measured."""
        for figure in self.figures:
            if (figure.name, figure.shape, figure.rows) == (name, shape, rows):
                return float(getattr(figure.usage, what))
        return None

    @property
    def missed(self) -> bool:
        return any(goal.verdict == "missed" for goal in self.goals)

    def show(self) -> None:
        self.console.print(figure_table(self.figures), goal_table(self.goals))
        for note in self.notes:
            self.console.print(f"Note: {note}", markup=False)

    def save(self, path: Path) -> None:
        document = {
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": {
                "system": platform.platform(),
                "python": platform.python_version(),
                "processors": os.cpu_count(),
            },
            "figures": [asdict(figure) for figure in self.figures],
            "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in self.goals],
            "notes": self.notes,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def labelled(name: str, shape: str, rows: int) -> str:
    return " ".join(filter(None, (name, shape, f"{rows:,}" if rows else "")))


def ratio(measured: float | None, by: float | None) -> float | None:
    return measured / by if measured is not None and by else None


def figure_table(figures: list[Figure]) -> Table:
    table = Table("command", "shape", title="What each command took")
    for heading in ("rows", "CPU s", "rows / CPU s", "wall s", "peak MB"):
        table.add_column(heading, justify="right")
    for figure in figures:
        usage, speed = figure.usage, figure.rows_per_cpu_second
        table.add_row(
            figure.name,
            figure.shape,
            f"{figure.rows:,}" if figure.rows else "",
            f"{usage.cpu_seconds:.2f}",
            f"{speed:,.0f}" if speed else "",
            f"{usage.wall_seconds:.2f}",
            f"{usage.peak_mb:.0f}",
        )
    return table


def goal_table(goals: list[Goal]) -> Table:
    table = Table("goal", title="Goals")
    for heading in ("measured", "at most"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    colours = {"reached": "green", "missed": "bold red", "not measured": "yellow"}
    for goal in goals:
        verdict = f"[{colours[goal.verdict]}]{goal.verdict}[/]"
        table.add_row(goal.name, written(goal.measured, goal), written(goal.limit, goal), verdict)
    return table


def written(number: float | None, goal: Goal) -> str:
    if number is None:
        return ""
    if goal.unit == "x" and number < 1:
        return f"1/{1 / number:.3g}"
    return f"{number:.3g} {goal.unit}"
