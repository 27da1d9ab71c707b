"""What every reader of feeds promises; the feeds are served over HTTP, and most of them fail."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.feeds.addresses import is_public
from cryptotracker.adapters.feeds.fetching import Fetch, retry_after
from cryptotracker.adapters.feeds.gate import check
from cryptotracker.adapters.feeds.reader import WebFeeds, items_of
from cryptotracker.domain.news.articles import Item
from cryptotracker.domain.news.errors import FeedFailedError
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.entrypoints.documents.text import instant
from tests.feeding import HERE, Feeding, feeding

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REAL = Path(__file__).parents[3] / "shared" / "cases" / "rss"
READER = WebFeeds(Fetch(HERE, patience=timedelta(seconds=2), bytes_most=200_000))


@pytest.fixture(scope="module")
def served() -> Iterator[Feeding]:
    with feeding() as found:
        yield found


def feed(url: str) -> Feed:
    return Feed(id=UUID(int=1), name="Feed", url=url, created_at=NOW, due_at=NOW)


async def titles(served: Feeding, name: str) -> list[str]:
    found = await READER.read(feed(served.url(name)))
    return [each.title for each in found.items or ()]


async def test_a_feed_is_read_as_plain_text(served: Feeding) -> None:
    found = await READER.read(feed(served.url("news.xml")))

    assert (found.items or [])[0] == Item(
        link="https://one.example.org/island?id=7",
        title="Bitcoin price of an invented island passes 60,000 shells",
        summary="Nobody on the island has seen one & everybody wants one.",
        published_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )
    assert len(found.items or ()) == 3


@pytest.mark.parametrize(
    ("name", "link", "title", "hour"),
    [
        ("atom.xml", "/fish", "Solana (SOL) lists fish", 4),
        ("feed.json", "https://json.example.org/1", "Cardano sails", 3),
        ("latin.xml", "https://one.example.org/island?id=7", "Café of the island takes", 9),
        ("wide.xml", "https://one.example.org/island?id=7", "Café of the island takes", 9),
    ],
)
async def test_every_dialect_and_charset_is_read(
    served: Feeding, name: str, link: str, title: str, hour: int
) -> None:
    found = await READER.read(feed(served.url(name)))

    (item,) = found.items or ()
    assert item.link.endswith(link)
    assert item.title.startswith(title)
    assert item.published_at == datetime(2026, 11, 23, hour, tzinfo=UTC)


async def test_nothing_of_others_markup_is_kept(served: Feeding) -> None:
    found = await READER.read(feed(served.url("hostile.xml")))

    (item,) = found.items or ()
    assert (item.title, item.summary) == ("Ethereum upgrade", "Read on")


async def test_what_has_not_changed_is_not_sent_again(served: Feeding) -> None:
    first = await READER.read(feed(served.url("news.xml")))
    again = await READER.read(evolve(feed(served.url("news.xml")), etag=first.etag))

    assert (again.items, again.etag) == (None, first.etag)
    assert served.stand.asked[-1] == ("news.xml", first.etag)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("busy", "it answered 429"),
        ("away", "it answered 503"),
        ("bomb", "it declares a document type, which may hide what grows without bound"),
        ("huge", "it is larger than 200,000 bytes"),
        ("slow", "it took longer than 2 seconds"),
        ("cut", "its answer broke off"),
        ("gzip", "its answer is compressed, which nobody asked for"),
        ("page", "it is a page to look at, and no feed"),
        ("half", "it is not whole: no element found, line 2"),
        ("inside", "169.254.169.254 is in a network that is not public"),
        ("file", "it leads to what is no address of the web"),
        ("round", "it leads from one address to the next without end"),
        ("none", "it answered 404"),
    ],
)
async def test_a_feed_that_fails_says_why(served: Feeding, name: str, reason: str) -> None:
    with pytest.raises(FeedFailedError) as failed:
        await READER.read(feed(served.url(name)))

    assert failed.value.reason == reason
    assert failed.value.later == (timedelta(hours=2) if name == "busy" else None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<a>" * 101 + "</a>" * 101, "it is nested too deep"),
        ("<a>" + "<b/>" * 100_000 + "</a>", "it has too many elements"),
    ],
)
def test_xml_that_is_no_feed_in_depth_or_length_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FeedFailedError) as refused:
        check(text)

    assert refused.value.reason == reason


async def test_without_a_word_of_the_operator_no_private_address_is_asked(served: Feeding) -> None:
    before = len(served.stand.asked)

    with pytest.raises(FeedFailedError, match=r"127\.0\.0\.1 is in a network that is not public"):
        await WebFeeds.open().read(feed(served.url("news.xml")))

    assert len(served.stand.asked) == before


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "017700000001", "127.1", "localhost"])
async def test_however_it_is_written_an_address_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(FeedFailedError, match="not public"):
        await WebFeeds.open().read(feed(f"http://{host}:1/feed.xml"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.0.8", False),
        ("192.88.99.1", False),
        ("224.0.0.1", False),
        ("0.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:1::", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
    ],
)
def test_only_addresses_of_the_world_are_public(address: str, *, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize("path", sorted(REAL.glob("*.xml")), ids=lambda path: path.name)
def test_a_real_feed_is_read_as_expected(path: Path) -> None:
    recorded = json.loads((REAL / "shared_expected.json").read_text(encoding="utf-8"))[path.name]

    items = items_of(path.read_bytes(), "", "https://example.org/rss")

    first = recorded["first"]
    assert len(items) == recorded["items"]
    assert (items[0].title, items[0].link) == (first["title"], first["link_clean"])
    assert instant(items[0].published_at) == first["published"]


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("1000000000", timedelta(days=1)),
        ("Mon, 23 Nov 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 23 Nov 2020 12:01:00 GMT", timedelta()),
        ("soon", None),
        ("", None),
    ],
)
def test_a_server_says_when_to_come_back(text: str, wait: timedelta | None) -> None:
    assert retry_after(text, NOW) == wait
