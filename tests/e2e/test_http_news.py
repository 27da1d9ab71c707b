"""News over HTTP: read from feeds that are served here, listed, saved, and told of at once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from attrs import frozen
from httpx import AsyncClient

from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.events import Tick
from tests.feeding import HERE, Feeding, feeding
from tests.service import API, client_to, filled

NEWS = f"{API}/market/news"


@pytest.fixture(scope="module")
def served() -> Iterator[Feeding]:
    with feeding() as found:
        yield found


@frozen
class Reading:
    client: AsyncClient
    tracker: Tracker

    async def read(self, *urls: str) -> list[tuple[str, int, str]]:
        """Add feeds, and read all; say what became of each."""
        for number, url in enumerate(urls, 1):
            body = {"url": url, "name": f"Feed {number}"}
            answer = await self.client.post(f"{NEWS}/feeds", json=body)
            assert answer.status_code == 201
        done = await self.tracker.news.read_feeds(due=False)
        return [(each.feed.name, each.new, each.error) for each in done]

    async def titles(self, query: str = "") -> list[str]:
        answer = await self.client.get(f"{NEWS}{query}")
        return [each["title"] for each in answer.json()["items"]]


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Reading]:
    settings = Settings(data_dir=tmp_path, database_url=database_url, news_networks=HERE)
    async with (
        open_installation(settings) as opened,
        client_to(build(opened.trackers, uploads=tmp_path)) as client,
    ):
        yield Reading(client, opened.trackers.of(THE_OWNER))


async def test_a_story_that_two_tell_is_listed_once_with_its_assets(
    here: Reading, served: Feeding
) -> None:
    done = await here.read(served.url("news.xml"), served.url("copies.xml"))

    found = (await here.client.get(NEWS)).json()["items"]
    assert done == [("Feed 1", 3, ""), ("Feed 2", 2, "")]
    assert [each["title"][:12] for each in found] == [
        "Bitcoin pric",
        "One exchange",
        "Bitcoin pric",
        "Harmony retu",
    ]
    merger = found[1]
    assert merger["title"] == "One exchange and another exchange of the island agree to merge"
    assert [each["link"] for each in merger["also"]] == ["https://two.example.org/merger"]
    about = [[one["symbol"] for one in each["assets"]] for each in found]
    assert about == [["BTC"], [], ["BTC"], []]
    assert (found[0]["link"], found[0]["example"]) == ("https://one.example.org/island?id=7", False)


async def test_what_was_read_before_is_not_kept_again(here: Reading, served: Feeding) -> None:
    await here.read(served.url("news.xml"))

    again = await here.read()

    assert again == [("Feed 1", 0, "")]
    assert served.stand.asked[-1][1] != ""


async def test_news_are_found_by_asset_portfolio_and_words(here: Reading, served: Feeding) -> None:
    await here.read(served.url("news.xml"), served.url("atom.xml"), served.url("feed.json"))
    portfolio = (await filled(here.client)).rpartition("/")[2]

    assert await here.titles("?assets=SOL,cardano") == ["Solana (SOL) lists fish", "Cardano sails"]
    assert await here.titles(f"?portfolio={portfolio}") == [
        "Bitcoin price of an invented island passes 60,000 shells"
    ]
    assert await here.titles(f"?portfolio={portfolio}&assets=SOL") == []
    assert await here.titles("?q=SAILS") == ["Cardano sails"]
    assert await here.titles("?assets=nothing-known") == []


async def test_what_is_saved_is_listed_apart(here: Reading, served: Feeding) -> None:
    await here.read(served.url("news.xml"))
    first = (await here.client.get(NEWS)).json()["items"][0]["id"]

    put = await here.client.put(f"{NEWS}/{first}/saved")
    saved = await here.titles("/saved")
    await here.client.delete(f"{NEWS}/{first}/saved")

    assert (put.status_code, len(saved)) == (204, 1)
    assert await here.titles("/saved") == []


async def test_a_feed_that_fails_is_shown_and_left_alone(here: Reading, served: Feeding) -> None:
    await here.read(served.url("busy"), served.url("bomb"))

    feeds = (await here.client.get(f"{NEWS}/feeds")).json()
    busy = next(each for each in feeds["items"] if each["url"].endswith("busy"))
    assert feeds["on"] is False
    assert (busy["state"], busy["error"], busy["failures"]) == ("failing", "it answered 429", 1)
    assert (busy["read_at"], busy["due_at"] > "2026") == (None, True)
    assert await here.tracker.news.read_feeds() == []


async def test_a_feed_is_paused_and_removed(here: Reading, served: Feeding) -> None:
    await here.read(served.url("news.xml"))
    (feed,) = (await here.client.get(f"{NEWS}/feeds")).json()["items"]

    paused = await here.client.patch(f"{NEWS}/feeds/{feed['id']}", json={"paused": True})
    read = await here.read()
    removed = await here.client.delete(f"{NEWS}/feeds/{feed['id']}")

    assert (paused.json()["state"], paused.json()["due_at"], read) == ("paused", None, [])
    assert removed.status_code == 204
    assert len(await here.titles()) == 3


@pytest.mark.parametrize(
    ("url", "status"),
    [("javascript:alert(1)", 400), ("file:///etc/passwd", 400), ("https://a:b@example.org/", 400)],
)
async def test_what_is_no_address_is_no_feed(here: Reading, url: str, status: int) -> None:
    answer = await here.client.post(f"{NEWS}/feeds", json={"url": url})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, "#/url")


async def test_before_there_is_a_feed_examples_are_shown_and_marked(here: Reading) -> None:
    found = (await here.client.get(NEWS)).json()["items"]

    assert {each["example"] for each in found} == {True}
    assert len(found) == 5
    assert [each["also"] != [] for each in found] == [True, False, False, False, True]
    assert len(await here.titles("?assets=ETH")) == 1


async def test_whoever_listens_hears_of_news(here: Reading, served: Feeding) -> None:
    async with here.tracker.news.follow() as told:
        await here.read(served.url("news.xml"))
        (tick,) = await anext(told)

    assert isinstance(tick, Tick)
    assert (tick.topic, tick.version, tick.data["new"]) == ("news", 1, 3)
