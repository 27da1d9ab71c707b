"""`cryptotracker users audit`: what was done to an account, and whether the log is what it was."""

from typing import Annotated, Final

import typer

from cryptotracker.application.identity.auditing import Verified
from cryptotracker.domain.identity.audit import Record
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, say, write_json
from cryptotracker.entrypoints.cli.with_people import show, with_people
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.people import People

VERIFY: Final = "verify"
RECORDS: Final = ("number", "at", "what", "by", "address", "agent", "facts")
FAULTS: Final = ("user", "record", "reason")
SHOWN: Final = 20

Whose = Annotated[
    str, typer.Argument(metavar="EMAIL|verify", help="The user's address, or the word verify.")
]
Most = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="So many at most.")]


def audit(whose: Whose, *, limit: Most = 100, output: Output = OutputFormat.table) -> None:
    """List what was done to an account, newest first; or verify the logs of all.

    Example: cryptotracker users audit verify
    """
    if whose == VERIFY:
        verify(output)
        return

    async def work(people: People) -> list[Record]:
        return [*await people.log.of(whose, limit=limit)]

    show("Security log", RECORDS, [document(each) for each in with_people(work)], output)


def verify(output: OutputFormat) -> None:
    """Follow every log to its end; name the first record of each that is not what it was."""

    async def work(people: People) -> Verified:
        return await people.log.verify()

    found = with_people(work)
    faults: list[dict[str, str | None]] = [
        {"user": str(each.user_id), "record": str(each.number), "reason": each.reason}
        for each in found.faults
    ]
    if output is OutputFormat.json:
        write_json({"users": found.chains, "records": found.records, "faults": faults})
    elif faults or output is OutputFormat.csv:
        show("Faults", FAULTS, faults, output)
    for each in faults[:SHOWN]:
        say(f"error: user {each['user']}: record {each['record']} {each['reason']}")
    if faults:
        raise typer.Exit(FOUND_PROBLEMS)
    records, users = of_things(found.records, "record"), of_things(found.chains, "user")
    say(f"{records} of {users}: all are what they were.")


def of_things(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def document(record: Record) -> dict[str, str | None]:
    entry, whence = record.entry, record.entry.whence
    return {
        "number": str(record.number),
        "at": instant(entry.at),
        "what": entry.what,
        "by": whence.by,
        "actor": str(whence.actor) if whence.actor else "",
        "through": str(whence.through) if whence.through else "",
        "address": whence.address,
        "agent": whence.agent,
        "facts": ", ".join(f"{name} {value}" for name, value in entry.facts.items()),
        "digest": record.digest.hex(),
    }
