"""`cryptotracker backup` and `restore`: everything in one sealed file, and back."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from attrs import asdict

from cryptotracker.application.backups import BackedUp
from cryptotracker.domain.errors import InvalidValueError, UnreadableFileError
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.progress import telling
from cryptotracker.entrypoints.cli.service import bootstrap
from cryptotracker.entrypoints.settings import Settings, read_settings
from cryptotracker.ports.backups import Secret

KEY_SHORTEST = 32
KEY_LONGEST = 4096
PIECE = 1 << 20
S3 = "s3://"
NOT_IN_IT = "The master key and the front key are never in a backup: keep copies of them elsewhere."

To = Annotated[str, typer.Option("--to", help="A directory, or s3://bucket/prefix.")]
Keep = Annotated[int | None, typer.Option("--keep", min=1, help="Remove all but so many there.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="Its first line; else you are asked.")
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="At least 32 random bytes, instead.")
]
From = Annotated[str, typer.Argument(metavar="FROM", help="A file, or s3://bucket/prefix/name.")]


def backup(
    *,
    to: To = "",
    keep: Keep = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
    output: Output = OutputFormat.table,
) -> None:
    """Write the database and the kept files to one sealed file, and read it back.

    Example: cryptotracker backup --to /mnt/backups --keep 14 --key-file backup.key
    """
    settings = read_settings()
    place = place_of(to or str(settings.data_dir / "backups"))
    store = bootstrap().open_store(place, settings)
    secret = secret_of(passphrase_file, key_file, new=True)
    work = bootstrap().make_backup(settings)(store, secret, keep=keep, tell=telling())
    done: BackedUp = asyncio.run(work)
    show(f"{place.rstrip('/')}/{done.key}".removeprefix("file://"), done, output)
    say(NOT_IN_IT)


def restore(
    source: From,
    *,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
) -> None:
    """Fill the empty database that the settings name from a backup, and compare every row.

    Example: cryptotracker restore backups/cryptotracker-20260131t130000000000z.backup
    """
    settings = read_settings()
    pieces = pieces_of(source, settings)
    secret = secret_of(passphrase_file, key_file, new=False)
    total = asyncio.run(bootstrap().restore_backup(settings)(pieces, secret, tell=telling()))
    rows = sum(each["rows"] for each in total.tables.values())
    typer.echo(f"Restored {rows:,} rows and {total.files:,} files, all as they were.")
    say(NOT_IN_IT)


def place_of(to: str) -> str:
    return to if to.startswith(S3) else f"file://{Path(to).expanduser().absolute()}"


def pieces_of(source: str, settings: Settings) -> AsyncIterator[bytes]:
    if source.startswith(S3):
        place, _, name = source.rpartition("/")
        found: AsyncIterator[bytes] = bootstrap().open_store(place, settings).read(name)
        return found
    return read(Path(source).expanduser())


async def read(path: Path) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
    except OSError as error:
        raise UnreadableFileError(file=str(path), reason=str(error.strerror)) from error


def secret_of(passphrase_file: Path | None, key_file: Path | None, *, new: bool) -> Secret:
    """Read the secret from a file, or ask for it."""
    if passphrase_file and key_file:
        refuse("--key-file", str(key_file), "either a passphrase or a key, not both")
    if key_file:
        key = content(key_file)
        if len(key) < KEY_SHORTEST:
            reason = f"a key has at least {KEY_SHORTEST} bytes; head -c 32 /dev/urandom makes one"
            refuse("--key-file", str(key_file), reason)
        return Secret(key=key)
    if passphrase_file:
        lines = content(passphrase_file).decode("utf-8", "replace").splitlines()
        found = lines[0] if lines else ""
    elif sys.stdin.isatty():
        found = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
    else:
        refuse("--passphrase-file", "", "a passphrase or a key seals the backup; name its file")
    if not found:
        refuse("--passphrase-file", "", "a passphrase is not empty")
    return Secret(passphrase=found)


def refuse(option: str, value: str, reason: str) -> NoReturn:
    raise InvalidValueError(column=option, value=value, reason=reason)


def content(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            return file.read(KEY_LONGEST)
    except OSError as error:
        raise UnreadableFileError(file=str(path), reason=str(error.strerror)) from error


def show(place: str, done: BackedUp, output: OutputFormat) -> None:
    total = done.total
    if output is OutputFormat.json:
        write_json({"backup": place, "bytes": done.size, **asdict(total), "removed": done.removed})
        return
    rows = [[name, str(table["rows"])] for name, table in total.tables.items()]
    rows.append(["files", str(total.files)])
    if output is OutputFormat.csv:
        write_csv(("what", "count"), rows)
        return
    write_table("Backup", ("what", "count"), rows)
    typer.echo(place)
    if total.missing:
        say(f"{total.missing} files were removed while the backup was made, and are not in it")
    for each in done.removed:
        say(f"removed {each}")
