"""`cryptotracker watchlists`: assets that one keeps an eye on."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer
from typer import Argument, Option

from cryptotracker.application.watching import WatchListChange
from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.watching.watch_lists import WatchList
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.documents.watching import asset_document, list_document
from cryptotracker.entrypoints.tracker import Tracker

LISTS: Final = ("name", "assets", "version", "id")
ASSETS: Final = ("id", "symbol", "name", "kind")

app = typer.Typer(help="Assets that one keeps an eye on.", no_args_is_help=True)

Name = Annotated[str, Argument(metavar="NAME", help="The list's name.")]
Assets = Annotated[list[str], Argument(metavar="ASSET...", help="Symbols, or ids.")]
SomeAssets = Annotated[
    list[str] | None, Argument(metavar="[ASSET...]", help="Symbols, or ids, in their order.")
]
Rename = Annotated[str, Option("--name", help="What to call it from now on.")]


@app.command("list")
def list_all(*, output: Output = OutputFormat.table) -> None:
    """List watch-lists, oldest first.

    Example: cryptotracker watchlists list
    """

    async def work(tracker: Tracker) -> Sequence[dict[str, object]]:
        return [document(tracker, each) for each in await tracker.market.watching.list()]

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json(found)
        return
    rows = [
        [str(each["name"]), symbols(each["assets"]), str(each["version"]), str(each["id"])]
        for each in found
    ]
    print_rows("Watch-lists", LISTS, rows, output)


@app.command()
def show(name: Name, *, output: Output = OutputFormat.table) -> None:
    """Show the assets of a list.

    Example: cryptotracker watchlists show Majors
    """

    async def work(tracker: Tracker) -> dict[str, object]:
        return document(tracker, await tracker.market.watching.show(name))

    print_list(with_tracker(work), output)


@app.command()
def create(name: Name, assets: SomeAssets = None, *, output: Output = OutputFormat.table) -> None:
    """Make a list.

    Example: cryptotracker watchlists create Majors BTC ETH
    """

    async def work(tracker: Tracker) -> dict[str, object]:
        return document(tracker, await tracker.market.watching.create(name, assets or ()))

    print_list(with_tracker(work), output)


@app.command()
def edit(
    name: Name,
    assets: SomeAssets = None,
    *,
    rename: Rename = "",
    output: Output = OutputFormat.table,
) -> None:
    """Give a list another name, or other assets in place of all it has.

    Example: cryptotracker watchlists edit Majors ETH BTC SOL --name "The three"
    """
    change(WatchListChange(name=rename or None, assets=assets), name, output)


@app.command()
def add(name: Name, asset: str, *, output: Output = OutputFormat.table) -> None:
    """Put an asset at the end of a list.

    Example: cryptotracker watchlists add Majors SOL
    """
    change(WatchListChange(add=asset), name, output)


@app.command()
def drop(name: Name, asset: str, *, output: Output = OutputFormat.table) -> None:
    """Take an asset out of a list.

    Example: cryptotracker watchlists drop Majors SOL
    """
    change(WatchListChange(drop=asset), name, output)


@app.command()
def delete(name: Name) -> None:
    """Remove a list; the assets go on being what they are.

    Example: cryptotracker watchlists delete Majors
    """

    async def work(tracker: Tracker) -> None:
        await tracker.market.watching.delete(name)

    with_tracker(work)
    say(f"The watch-list {name!r} is removed.")


@app.command()
def stars(*, output: Output = OutputFormat.table) -> None:
    """List the assets with a star.

    Example: cryptotracker watchlists stars
    """
    print_stars(output)


@app.command()
def star(assets: Assets, *, output: Output = OutputFormat.table) -> None:
    """Give assets a star.

    Example: cryptotracker watchlists star BTC SOL
    """

    async def work(tracker: Tracker) -> None:
        for each in assets:
            await tracker.market.watching.mark(each)

    with_tracker(work)
    print_stars(output)


@app.command()
def unstar(assets: Assets, *, output: Output = OutputFormat.table) -> None:
    """Take stars back.

    Example: cryptotracker watchlists unstar SOL
    """

    async def work(tracker: Tracker) -> None:
        for each in assets:
            await tracker.market.watching.unmark(each)

    with_tracker(work)
    print_stars(output)


def change(wanted: WatchListChange, name: str, output: OutputFormat) -> None:
    async def work(tracker: Tracker) -> dict[str, object]:
        return document(tracker, await tracker.market.watching.edit(name, wanted))

    print_list(with_tracker(work), output)


def document(tracker: Tracker, watch_list: WatchList) -> dict[str, object]:
    return list_document(watch_list, tracker.market.watching.resolve.known(watch_list.assets))


def symbols(assets: object) -> str:
    assert isinstance(assets, list)
    return " ".join(each["symbol"] for each in assets)


def print_list(found: dict[str, object], output: OutputFormat) -> None:
    if output is OutputFormat.json:
        write_json(found)
        return
    assets = found["assets"]
    assert isinstance(assets, list)
    rows = [[str(each[name]) for name in ASSETS] for each in assets]
    print_rows(str(found["name"]), ASSETS, rows, output)


def print_stars(output: OutputFormat) -> None:
    async def work(tracker: Tracker) -> Sequence[dict[str, object]]:
        found = await tracker.market.watching.stars()
        known: dict[str, Asset] = dict(tracker.market.watching.resolve.known(found))
        return [asset_document(each, known.get(each)) for each in found]

    documents = with_tracker(work)
    if output is OutputFormat.json:
        write_json(documents)
        return
    rows = [[str(each[name]) for name in ASSETS] for each in documents]
    print_rows("Stars", ASSETS, rows, output)


def print_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], output: OutputFormat
) -> None:
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
