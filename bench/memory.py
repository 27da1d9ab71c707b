"""Measure how much memory the reading and converting of a large file takes, and its import."""

import shutil
from pathlib import Path

from bench.ledgers import ledger
from bench.report import Goal
from bench.run import WORK, Run

GIGABYTE = 10**9
SAMPLE = 10**5
PEAK_MB = 300


def measure_memory(run: Run) -> None:
    rows = run.most_rows
    if run.gigabyte:
        bytes_per_row = ledger("mixed", SAMPLE, WORK).stat().st_size / SAMPLE
        rows = int(GIGABYTE / bytes_per_row)
        run.report.console.print(f"  writing {rows:,} rows; this takes minutes", style="dim")
    file = ledger("mixed", rows, WORK).resolve()
    commands: dict[str, list[str | Path]] = {
        "convert": ["convert", file, "--from", "auto", "--to", "ledger-csv"]
    }
    if run.gigabyte:
        commands["import"] = ["import", file, "--portfolio", "bench", "--format", "json"]
    folder = WORK.resolve() / "memory"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, command in commands.items():
        environment = {"CRYPTOTRACKER_DATA_DIR": str(folder)}
        size = f"{file.stat().st_size / 10**6:,.0f} MB"
        run.ours(name, command, of=(size, rows), environment=environment)
        peak = run.report.taken("peak_mb", name, size, rows)
        goal = Goal(name=f"{name} of {size}, peak memory", measured=peak, limit=PEAK_MB, unit="MB")
        run.report.goals.append(goal)
    shutil.rmtree(folder)
