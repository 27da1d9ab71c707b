"""What every source of prices promises before anything of it is believed."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from time import perf_counter_ns

import pytest

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import OF_ANSWERS
from cryptotracker.entrypoints.pricing import FEEDS
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.faults import BODIES
from cryptotracker.ports.price_feeds import PriceFeed
from tests.sandboxed import NOW, Stage, feeds

USD, CHF, NOWHERE = Currency("USD"), Currency("CHF"), Currency("XTS")
ASKED = ("DOGE", "GBP")
OUTSIDE = ("coingecko", "coinmarketcap", "exchangerate")
SAID = {
    "coingecko": ("DOGE", "USD", Decimal("0.1234567890123456789")),
    "coinmarketcap": ("DOGE", "USD", Decimal("0.1234567890123456789")),
    "ecb": ("EUR", "USD", Decimal("1.1172")),
    "exchangerate": ("USD", "GBP", Decimal("0.785")),
}
ANSWERS_ALIKE = {
    **{name: reason for name, (_, reason) in BODIES.items()},
    "compressed": "compressed",
}
REASONS = {
    **ANSWERS_ALIKE,
    "redirect": "redirected",
    "redirect_to_file": "redirected",
    "limited": "limited",
    "failing": "failed",
    "away": "failed",
    "key_refused": "key_refused",
    "cut": "unreachable",
}


@pytest.fixture(params=SAID)
async def feed(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[PriceFeed]:
    async with feeds(stage, request.param) as (opened,):
        yield opened


@pytest.fixture(params=OUTSIDE)
async def outside(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[PriceFeed]:
    async with feeds(stage, request.param) as (opened,):
        yield opened


async def test_a_number_is_given_with_every_digit(feed: PriceFeed) -> None:
    claims = await feed.observe(ASKED, currency=USD)

    said = [(each.asset, each.currency, each.price) for each in claims]
    assert SAID[feed.about.name] in said
    assert {type(each.price) for each in claims} == {Decimal}
    assert {each.source for each in claims} == {feed.about.name}


async def test_what_it_does_not_know_is_left_out(feed: PriceFeed) -> None:
    unknown = ["NOSUCH", "", "LUNA", "terra-luna"]  # LUNA are two

    assert await feed.observe(unknown, currency=USD) == []
    assert await feed.observe(ASKED, currency=NOWHERE) == []


async def test_a_history_has_a_claim_a_day_at_most(feed: PriceFeed) -> None:
    since, until = date(2026, 10, 26), date(2026, 10, 30)

    claims = await feed.history(ASKED, currency=CHF, since=since, until=until)

    assert len({(each.asset, each.currency, each.time) for each in claims}) == len(claims)
    assert {type(each.price) for each in claims} <= {Decimal}
    assert await feed.history(ASKED, currency=CHF, since=until, until=since) == []


@pytest.mark.parametrize(("fault", "reason"), REASONS.items())
async def test_what_is_no_honest_answer_is_an_error_with_the_reason(
    outside: PriceFeed, stage: Stage, fault: str, reason: str
) -> None:
    stage.tell(outside.about.name, fault)

    with pytest.raises(PriceSourceUnavailableError) as raised:
        await outside.observe(ASKED, currency=USD)

    assert raised.value.reason == reason
    assert (reason in OF_ANSWERS) == (fault in ANSWERS_ALIKE or fault.startswith("redirect"))


@pytest.mark.parametrize("fault", ["silent", "drip"])
async def test_it_answers_within_four_seconds_or_says_that_it_cannot(
    stage: Stage, fault: str
) -> None:
    async with feeds(stage, "coingecko") as (feed,):
        stage.tell("coingecko", fault)
        began = perf_counter_ns()

        with pytest.raises(PriceSourceUnavailableError) as raised:
            await feed.observe(ASKED, currency=USD)

    assert raised.value.reason == "slow"
    assert perf_counter_ns() - began < 4_900_000_000


@pytest.mark.parametrize(
    ("fault", "silence"), [("limited", 60), ("limited_for_30", 30), ("limited_for_ever", 3600)]
)
async def test_it_does_not_ask_while_it_was_told_to_wait(
    outside: PriceFeed, stage: Stage, fault: str, silence: int
) -> None:
    name = outside.about.name
    stage.tell(name, fault)
    with pytest.raises(PriceSourceUnavailableError):
        await outside.observe(ASKED, currency=USD)
    stage.tell(name)
    stage.pass_time(seconds=silence - 1)

    with pytest.raises(PriceSourceUnavailableError) as raised:
        await outside.observe(ASKED, currency=USD)
    health, asked = outside.health(), stage.asked(name)
    stage.pass_time(seconds=2)
    claims = await outside.observe(ASKED, currency=USD)

    assert (asked, raised.value.reason, health.state) == (1, "limited", "limited")
    assert health.quiet_until == NOW + timedelta(seconds=silence)
    assert claims
    assert outside.health().state == "up"


async def test_it_asks_only_as_often_as_it_may(stage: Stage) -> None:
    async with feeds(stage, "coingecko", COINGECKO_PER_MINUTE="2") as (feed,):
        await feed.observe(ASKED, currency=USD)
        await feed.observe(ASKED, currency=USD)

        with pytest.raises(PriceSourceUnavailableError):
            await feed.observe(ASKED, currency=USD)
        empty = feed.health().left
        stage.pass_time(seconds=31)
        await feed.observe(ASKED, currency=USD)

    assert (empty, stage.asked("coingecko")) == (0, 3)


async def test_a_history_is_of_those_that_were_asked_for_before_it_may_ask_no_more(
    stage: Stage,
) -> None:
    async with feeds(stage, "coingecko", COINGECKO_PER_MINUTE="2") as (feed,):
        since = date(2026, 10, 29)

        claims = await feed.history(
            ["BTC", "DOGE", "ETH", "MATIC"], currency=USD, since=since, until=since
        )

    assert [each.asset for each in claims] == ["BTC", "DOGE"]


@pytest.mark.parametrize("name", ["coingecko", "coinmarketcap"])
async def test_a_history_tells_of_each_day_with_every_digit(stage: Stage, name: str) -> None:
    async with feeds(stage, name) as (feed,):
        claims = await feed.history(
            ["DOGE"], currency=USD, since=date(2026, 10, 26), until=date(2026, 10, 28)
        )

    days = [datetime.fromtimestamp(int(str(each.time)), UTC).isoformat() for each in claims]
    assert days == [f"2026-10-{day}T00:00:00+00:00" for day in (26, 27, 28)]
    assert claims[0].price == Decimal("0.124691356902469136")


async def test_a_plan_without_a_past_says_so_and_tells_of_now_all_the_same(stage: Stage) -> None:
    since = date(2026, 10, 28)
    async with feeds(stage, "coinmarketcap") as (feed,):
        stage.tell("coinmarketcap", "plan_refused")
        refused = []
        for _ in range(5):
            with pytest.raises(PriceSourceUnavailableError) as raised:
                await feed.history(["DOGE"], currency=USD, since=since, until=since)
            refused.append(raised.value.reason)
        asked = stage.asked("coinmarketcap")
        stage.tell("coinmarketcap")
        now = await feed.observe(["DOGE"], currency=USD)
        stage.pass_time(days=1)
        then = await feed.history(["DOGE"], currency=USD, since=since, until=since)

    assert (refused, asked) == (["plan_refused"] * 5, 1)
    assert (len(now), len(then)) == (1, 1)


async def test_what_fails_three_times_is_given_a_rest_that_grows(stage: Stage) -> None:
    async with feeds(stage, "coingecko") as (feed,):
        stage.tell("coingecko", "away")
        for _ in range(5):
            with pytest.raises(PriceSourceUnavailableError):
                await feed.observe(ASKED, currency=USD)
        before = stage.asked("coingecko")
        stage.pass_time(seconds=31)
        with pytest.raises(PriceSourceUnavailableError):
            await feed.observe(ASKED, currency=USD)
        quiet_until = feed.health().quiet_until
        stage.tell("coingecko")
        stage.pass_time(seconds=61)
        claims = await feed.observe(ASKED, currency=USD)

    assert before == 3
    assert quiet_until == NOW + timedelta(seconds=31 + 60)
    assert claims


async def test_a_key_is_in_no_error_and_no_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with feeds(stage, "coingecko", COINGECKO_API_KEY="canary-key") as (feed,):
        stage.tell("coingecko", "key_refused")

        with pytest.raises(PriceSourceUnavailableError) as raised:
            await feed.observe(ASKED, currency=USD)

    assert "canary" not in str(raised.value)
    assert "canary" not in caplog.text


def test_every_installed_feed_is_held_to_this_contract_or_to_that_of_streams() -> None:
    assert {plugin.name for plugin in entry_points(group=FEEDS)} == {*SAID, *SPEECHES}
