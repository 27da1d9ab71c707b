"""`cryptotracker news`: what feeds tell, and which feeds there are."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

import typer
from typer import Argument, Option

from cryptotracker.application.news.reading import NewsAsked, NewsFound
from cryptotracker.application.news.refreshing import FeedRead
from cryptotracker.domain.news.errors import FeedNotFoundError
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import (
    FOUND_PROBLEMS,
    say,
    write_csv,
    write_json,
    write_table,
)
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.documents.news import feed_document, story_document
from cryptotracker.entrypoints.tracker import Tracker

STORY: Final = ("published_at", "source", "title", "assets", "also", "link")
FEED: Final = ("feed", "name", "state", "read_at", "due_at", "error")
CHECKED: Final = ("name", "new", "state", "error")

app = typer.Typer(help="What feeds tell of assets.", no_args_is_help=True)
feeds = typer.Typer(help="The feeds that are read.", no_args_is_help=True)
app.add_typer(feeds, name="feeds")

FeedId = Annotated[str, Argument(metavar="FEED", help="The feed's id.")]
Address = Annotated[str, Argument(metavar="URL", help="Where it is.")]
FeedName = Annotated[str, Option("--name", help="What to call it; its site, if left out.")]
About = Annotated[str, Option("--assets", help="Symbols or ids between commas.")]
Said = Annotated[str, Option("--search", help="Words of the title, the summary or the source.")]
Limit = Annotated[int, Option("--limit", min=1, max=500, help="So many at most.")]
All = Annotated[bool, Option("--all", help="Those that are not due, too.")]
On = Annotated[bool, Option("--on", help="Go on reading it.")]


@app.command("list")
def list_news(
    *,
    assets: About = "",
    search: Said = "",
    limit: Limit = 20,
    output: Output = OutputFormat.table,
) -> None:
    """List what feeds told, newest first.

    Example: cryptotracker news list --assets BTC,ETH
    """
    named = [each.strip() for each in assets.split(",") if each.strip()]
    asked = NewsAsked(assets=named or None, text=search)

    async def work(tracker: Tracker) -> NewsFound:
        return await tracker.news.list(asked, limit=limit)

    found = with_tracker(work)
    if output is OutputFormat.json:
        write_json([story_document(each, found.assets) for each in found.page.items])
        return
    rows = [
        [
            str(story_document(each, found.assets)["published_at"]),
            each.lead.source + (" (example)" if each.lead.example else ""),
            each.lead.title,
            " ".join(found.assets[one].symbol for one in each.lead.assets if one in found.assets),
            str(len(each.others)),
            each.lead.link,
        ]
        for each in found.page.items
    ]
    print_rows("News", STORY, rows, output)


@app.command()
def check(*, every: All = False, output: Output = OutputFormat.table) -> None:
    """Read the feeds that are due, now; say what was new, and which failed.

    Example: cryptotracker news check
    """

    async def work(tracker: Tracker) -> Sequence[FeedRead]:
        return await tracker.news.read_feeds(due=not every)

    done = with_tracker(work)
    rows = [[each.feed.name, str(each.new), each.feed.state, each.error] for each in done]
    if output is OutputFormat.json:
        write_json([dict(zip(CHECKED, row, strict=True)) for row in rows])
    elif done or output is OutputFormat.csv:
        print_rows("Feeds read", CHECKED, rows, output)
    failed = sum(bool(each.error) for each in done)
    say(
        f"{len(done)} feeds read, {sum(each.new for each in done)} new articles, {failed} failed."
        if done
        else "No feed is due; see cryptotracker news feeds."
    )
    if failed:
        raise typer.Exit(FOUND_PROBLEMS)


@feeds.command("list")
def list_feeds(*, output: Output = OutputFormat.table) -> None:
    """List the feeds, and how they stand.

    Example: cryptotracker news feeds list
    """

    async def work(tracker: Tracker) -> Sequence[Feed]:
        return await tracker.news.feeds()

    print_feeds(with_tracker(work), output)


@feeds.command()
def add(url: Address, *, name: FeedName = "", output: Output = OutputFormat.table) -> None:
    """Read a feed from now on.

    Example: cryptotracker news feeds add https://example.org/feed.xml
    """

    async def work(tracker: Tracker) -> Feed:
        return await tracker.news.add_feed(url, name)

    print_feeds([with_tracker(work)], output)


@feeds.command()
def pause(feed: FeedId, *, on: On = False, output: Output = OutputFormat.table) -> None:
    """Stop reading a feed, or go on with --on.

    Example: cryptotracker news feeds pause 01a0b1c2-…
    """
    wanted = known(feed)

    async def work(tracker: Tracker) -> Feed:
        return await tracker.news.pause_feed(wanted, paused=not on)

    print_feeds([with_tracker(work)], output)


@feeds.command()
def remove(feed: FeedId) -> None:
    """Forget a feed; what it told stays as long as other news.

    Example: cryptotracker news feeds remove 01a0b1c2-…
    """
    wanted = known(feed)

    async def work(tracker: Tracker) -> None:
        await tracker.news.remove_feed(wanted)

    with_tracker(work)
    say("The feed is removed.")


def known(feed: str) -> UUID:
    try:
        return UUID(feed)
    except ValueError as error:
        raise FeedNotFoundError(feed=feed) from error


def print_feeds(found: Sequence[Feed], output: OutputFormat) -> None:
    documents = [feed_document(each, whole=True) for each in found]
    if output is OutputFormat.json:
        write_json(documents)
        return
    shown = [each | {"feed": each["id"]} for each in documents]
    rows = [["" if each[name] is None else str(each[name]) for name in FEED] for each in shown]
    print_rows("Feeds", FEED, rows, output)


def print_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], output: OutputFormat
) -> None:
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
