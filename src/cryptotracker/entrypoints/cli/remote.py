"""`cryptotracker login` and `remote`: the same questions, to a server elsewhere."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import uuid4

import typer

from cryptotracker.domain.errors import (
    InvalidValueError,
    PortfolioNotFoundError,
    UnreadableFileError,
)
from cryptotracker.domain.identity.api_tokens import is_token
from cryptotracker.entrypoints.cli import gains as computed
from cryptotracker.entrypoints.cli import holdings as calculated
from cryptotracker.entrypoints.cli.imports import DryRun, Exports, FileFormat, TimeZone
from cryptotracker.entrypoints.cli.options import Output, OutputFormat, OwnCurrency
from cryptotracker.entrypoints.cli.output import (
    FOUND_PROBLEMS,
    say,
    write_csv,
    write_json,
    write_table,
)
from cryptotracker.entrypoints.cli.remote_sign_in import SignIn, forget, remember, sign_in
from cryptotracker.entrypoints.cli.service import PortfolioName
from cryptotracker.entrypoints.remote_settings import server as read_address
from cryptotracker.entrypoints.settings import read_settings

ME: Final = ("server", "email", "name", "role")
PORTFOLIOS: Final = ("name", "currency", "method", "scope", "time_zone", "transactions", "id")
IMPORTS: Final = ("file", "format", "added", "known", "needs_answer", "rejected_count", "import")
At = Annotated[str | None, typer.Option("--at", help="A time or a whole day; else now.")]

There = Annotated[str, typer.Option("--portfolio", help="Its name there.")]

app = typer.Typer(help="Portfolios on a server elsewhere.", no_args_is_help=True)


@contextmanager
def asked(found: SignIn | None = None) -> Iterator[Any]:
    """Ask the server that one is signed in to."""
    # Loaded by name: what speaks HTTP takes longer to load than another command takes.
    opened = import_module("cryptotracker.entrypoints.cli.asking").opened
    with opened(found or sign_in(read_settings())) as server:
        yield server


def login(
    server: Annotated[str, typer.Argument(metavar="SERVER", help="Its address.")],
    *,
    output: Output = OutputFormat.table,
) -> None:
    """Sign in to a server by a token, which is asked for, or read from stdin.

    Example: cryptotracker login https://tracker.example.org
    """
    address = read_address("SERVER", server)
    token = said()
    if not is_token(token):
        reason = "a token is ct_pat_ and 49 letters and digits, as it was shown when it was made"
        raise InvalidValueError(column="token", value="…", reason=reason)
    found = SignIn(server=address, token=token)
    with asked(found) as opened:
        me = opened.get("/me")
    path = remember(read_settings(), found)
    show("Signed in", ME, [{"server": address} | me], output)
    say(f"The token is kept in {path}; cryptotracker logout forgets it.")


def said() -> str:
    """Ask for a token, or read it from whoever pipes it in; arguments are seen by others."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Token", hide_input=True, err=True)
        return typed.strip()
    return sys.stdin.readline().strip()


def logout() -> None:
    """Forget the server and its token here; the server goes on to take it until it is taken back.

    Example: cryptotracker logout
    """
    if not forget(read_settings()):
        say("Nobody was signed in.")
        return
    say("Forgotten here. To take the token back for good, revoke it on the server.")


def whoami(*, output: Output = OutputFormat.table) -> None:
    """Say who the server takes one for.

    Example: cryptotracker whoami
    """
    found = sign_in(read_settings())
    with asked(found) as server:
        me = server.get("/me")
    show("Signed in", ME, [{"server": found.server} | me], output)


@app.command()
def portfolios(*, output: Output = OutputFormat.table) -> None:
    """List the portfolios there, oldest first.

    Example: cryptotracker remote portfolios
    """
    with asked() as server:
        found = [*server.every("/portfolios")]
    show("Portfolios", PORTFOLIOS, found, output)


@app.command()
def holdings(name: PortfolioName, *, at: At = None, output: Output = OutputFormat.table) -> None:
    """Say what a portfolio there holds, what it cost and what it is worth.

    Example: cryptotracker remote holdings Main --at 2025-12-31
    """
    with asked() as server:
        found = server.get(f"/portfolios/{known(server, name)}/holdings", at=at)
    print_figures(found, "assets", f"Holdings, {found['at']}", calculated.COLUMNS, output)


@app.command()
def gains(
    name: PortfolioName, *, year: computed.Year = None, output: Output = OutputFormat.table
) -> None:
    """Compute the gains of a portfolio there, by its own rules.

    Example: cryptotracker remote gains Main --year 2025 --format json
    """
    with asked() as server:
        path = f"/portfolios/{known(server, name)}/gains"
        found = server.get(path, year=None if year is None else str(year))
    print_figures(found, "disposals", "Disposals", computed.COLUMNS, output)


@app.command()
def create(
    name: PortfolioName, *, currency: OwnCurrency = None, output: Output = OutputFormat.table
) -> None:
    """Make an empty portfolio there.

    Example: cryptotracker remote create Main --currency EUR
    """
    with asked() as server:
        found = server.post("/portfolios", json={"name": name, "currency": currency})
    show("Portfolios", PORTFOLIOS, [found], output)


@app.command("import")
def import_files(
    files: Exports,
    *,
    portfolio: There,
    dry_run: DryRun = False,
    source: FileFormat = "auto",
    time_zone: TimeZone = None,
    output: Output = OutputFormat.table,
) -> None:
    """Read files into a portfolio there.

    Example: cryptotracker remote import kraken-ledgers.csv --portfolio Main
    """
    fields = {"format": source, "dry_run": str(dry_run).lower()}
    if time_zone is not None:
        fields["time_zone"] = time_zone
    with asked() as server:
        place = f"/portfolios/{known(server, portfolio)}/imports"
        found = [sent(server, place, each, fields) for each in files]
    show("Imports", IMPORTS, found, output)
    for each in found:
        for row in each["rejected"][:20]:
            where = f"{each['file']}, line {row['line']}: {row['column']}"
            say(f"{where} {row['value']!r}: {row['reason']}")
    if any(each["rejected_count"] or each["needs_answer"] for each in found):
        raise typer.Exit(FOUND_PROBLEMS)


def sent(server: Any, place: str, path: Path, fields: Mapping[str, str]) -> Mapping[str, Any]:
    """Send a file; its key keeps one that is sent again on the way from being read twice."""
    try:
        with path.open("rb") as file:
            found: Mapping[str, Any] = server.post(
                place,
                data=fields,
                files={"file": (path.name, file)},
                headers={"Idempotency-Key": str(uuid4())},
            )
    except OSError as error:
        raise UnreadableFileError(file=str(path), reason=str(error.strerror)) from error
    return found


def known(server: Any, name: str) -> str:
    """Return the id of a portfolio by its name."""
    for each in server.every("/portfolios"):
        if each["name"] == name:
            found: str = each["id"]
            return found
    raise PortfolioNotFoundError(portfolio=name)


def print_figures(
    found: Mapping[str, Any], of: str, title: str, columns: Sequence[str], output: OutputFormat
) -> None:
    """Print the whole document, or a table of one of its lists; errors in it end us with 1."""
    if output is OutputFormat.json:
        write_json(found)
    else:
        show(title, columns, found[of], output)
    for each in found["issues"][:20]:
        say(f"{each['severity']}: {each['code']}: {each['message']}")
    if any(each["severity"] == "error" for each in found["issues"]):
        raise typer.Exit(FOUND_PROBLEMS)


def show(
    title: str,
    columns: Sequence[str],
    documents: Sequence[Mapping[str, Any]],
    output: OutputFormat,
) -> None:
    if output is OutputFormat.json:
        write_json(documents)
        return
    rows = [[text_of(each[name]) for name in columns] for each in documents]
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)


def text_of(cell: object) -> str | None:
    return None if cell is None else str(cell)
