"""Install the programs others use for the same work, where that is possible, and run them.

Each is optional: one that cannot be had is named, and its ratios are not measured.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from bench.journals import write_beancount, write_journal
from bench.process import Usage, measure
from bench.spreadsheets import write_spreadsheet
from tests.programs import Program, from_packages, on_machine


@frozen(kw_only=True)
class Peer:
    """A program to compare with: where it comes from, what it reads and how it is called.

    Attributes:
        requirement: what pip installs into an environment of its own; empty: the distribution's.
        arguments: `{file}` and `{stem}` stand for the input, with and without its suffix.
        histories: what it is measured on; more would take minutes or gigabytes.
    """

    program: str
    requirement: str = ""
    suffix: str
    write: Callable[[str, int, Path], None]
    arguments: str
    histories: tuple[tuple[str, int], ...]


PEERS = {
    "rp2": Peer(
        program="rp2_us",
        requirement="rp2==1.7.2",
        suffix=".ods",
        write=write_spreadsheet,
        arguments="-n -m fifo -o rp2 -p {stem}_ {stem}.ini {file}",
        histories=(("mixed", 10**3), ("mixed", 10**4)),
    ),
    "beancount": Peer(
        program="bean-check",
        requirement="beancount==3.2.3",
        suffix=".beancount",
        write=write_beancount,
        arguments="--no-cache {file}",
        histories=(("mixed", 10**4), ("mixed", 10**5), ("ladder", 10**4)),
    ),
    "hledger": Peer(
        program="hledger",
        suffix=".journal",
        write=write_journal,
        arguments="-f {file} bal -B",
        histories=(("mixed", 10**4), ("mixed", 10**5), ("ladder", 10**4)),
    ),
    "ledger": Peer(
        program="ledger",
        suffix=".journal",
        write=write_journal,
        arguments="-f {file} bal -B",
        histories=(("mixed", 10**4), ("mixed", 10**5), ("ladder", 10**4)),
    ),
}


def find(name: str, build: Path) -> Path | None:
    """Give the program's place, installed first if it must and can be."""
    peer = PEERS[name]
    if peer.requirement:
        return from_pip(peer, build / "peers" / name)
    program = Program(names=(peer.program,), package=name)
    return on_machine(program) or from_packages(program)


def from_pip(peer: Peer, environment: Path) -> Path | None:
    program = environment / "bin" / peer.program
    if program.exists():
        return program
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "-q", peer.requirement]
    for command in ([sys.executable, "-m", "venv", str(environment)], pip):
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    return program if program.exists() else None


def run(name: str, program: Path, shape: str, count: int, work: Path) -> Usage:
    peer = PEERS[name]
    work.mkdir(parents=True, exist_ok=True)
    stem = f"{shape}-{count}"
    if not (work / f"{stem}{peer.suffix}").exists():
        peer.write(shape, count, work / f"{stem}{peer.suffix}")
    arguments = peer.arguments.format(file=f"{stem}{peer.suffix}", stem=stem).split()
    return measure(
        [program.absolute(), *arguments],
        output=work.resolve() / f"{name}.out",
        folder=work,
        environment={"LOG_LEVEL": "ERROR", "HOME": str(work.resolve())},
    )
