"""Each lie of each provider: refused with its reason, counted; the last good price stays."""

from datetime import timedelta
from decimal import Decimal
from time import perf_counter_ns

import pytest

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import REASONS
from cryptotracker.entrypoints.sandbox.faults import BODIES, COMPRESSED, LIES, REDIRECTS
from tests.sandboxed import NOW, Stage, desk

USD, EUR, CHF = Currency("USD"), Currency("EUR"), Currency("CHF")
BTC = Decimal("64000.1234567890123456789")
LYING = {
    **{fault: reason for fault, (_, reason) in LIES.items()},
    **{fault: reason for fault, (_, reason) in BODIES.items()},
    **COMPRESSED,
    **dict.fromkeys(REDIRECTS, "redirected"),
}
OF_RATES = LYING | {"other_currency": "wrong_asset"}  # it names only what all of them are of
for each in ("hour_late", "days_late"):  # of a rate that is no lie, only worth less
    del OF_RATES[each]


@pytest.mark.parametrize("provider", ["coingecko", "coinmarketcap"])
@pytest.mark.parametrize(("fault", "reason"), LYING.items())
async def test_a_lie_about_a_coin_is_refused_and_the_last_good_price_stays(
    stage: Stage, empty_sqlite: str, provider: str, fault: str, reason: str
) -> None:
    async with desk(stage, empty_sqlite, provider) as here:
        before = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
        stage.tell(provider, fault)
        stage.pass_time(minutes=5)

        after = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]

        kept = await here.prices.merge.standing.stored([("BTC", "USD")])
    assert (before.price, before.grade) == (BTC, "B")
    assert here.refused() == [(provider, reason)]
    assert here.figure("price_refusals", source=provider, reason=reason) == "1.0"
    assert (after.price, after.as_of, after.grade) == (BTC, NOW, "D")
    assert after.age(stage.clock.now()) == timedelta(minutes=5)
    assert [each.price for each in kept.values()] == [BTC]


@pytest.mark.parametrize(("fault", "reason"), OF_RATES.items())
async def test_a_lie_about_a_rate_is_refused_and_the_last_good_rate_stays(
    stage: Stage, empty_sqlite: str, fault: str, reason: str
) -> None:
    async with desk(stage, empty_sqlite, "exchangerate") as here:
        await here.prices.quotes(["USD"], currency=CHF)
        stage.tell("exchangerate", fault)
        stage.pass_time(minutes=5)

        after = (await here.prices.quotes(["USD"], currency=CHF))["USD"]

    assert here.refused() == [("exchangerate", reason)]
    assert (after.price, after.grade) == (Decimal("0.885"), "D")


def test_every_reason_is_met_by_a_lie_but_those_of_several_sources() -> None:
    of_several = {"no_time", "outlier", "disagree"}
    of_exchanges = {"unknown_symbol", "impossible"}
    assert set(REASONS) - set(LYING.values()) == of_several | of_exchanges


@pytest.mark.parametrize("fault", ["silent", "away", "limited", "html", "zero", "thousandfold"])
async def test_when_the_first_source_fails_the_second_answers_within_five_seconds(
    stage: Stage, empty_sqlite: str, fault: str
) -> None:
    stage.tell("coingecko", fault)
    async with desk(stage, empty_sqlite, "coingecko", "coinmarketcap") as here:
        stage.tell("coingecko")
        await here.prices.quotes(["ETH"], currency=USD)
        stage.tell("coingecko", fault)
        stage.pass_time(minutes=1)
        began = perf_counter_ns()

        found = (await here.prices.quotes(["ETH"], currency=USD))["ETH"]

    assert perf_counter_ns() - began < 5_000_000_000
    assert (found.price, found.sources) == (Decimal("3200.55"), ("coinmarketcap",))
    assert found.grade == "B"


async def test_without_any_source_there_is_an_error_and_no_price(
    stage: Stage, empty_sqlite: str
) -> None:
    stage.tell("coingecko", "away")
    stage.tell("coinmarketcap", "nan")
    async with desk(stage, empty_sqlite, "coingecko", "coinmarketcap") as here:
        with pytest.raises(PriceSourceUnavailableError) as raised:
            await here.prices.quotes(["BTC"], currency=USD)

    assert raised.value.source == "coingecko"


async def test_a_leap_is_believed_once_two_sources_said_so_twice(
    stage: Stage, empty_sqlite: str
) -> None:
    seen = []
    async with desk(stage, empty_sqlite, "coingecko", "coinmarketcap") as here:
        await here.prices.quotes(["BTC"], currency=USD)
        stage.sandbox.market.dollars["bitcoin"] = Decimal("6.4")
        for _ in range(2):
            stage.pass_time(minutes=2)
            quote = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
            seen.append((quote.price, quote.grade))

    assert seen == [(BTC, "D"), (Decimal("6.4"), "A")]
    assert here.refused() == [("coingecko", "jumped"), ("coinmarketcap", "jumped")]


async def test_one_source_alone_makes_nobody_believe_a_leap(
    stage: Stage, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "coingecko") as here:
        await here.prices.quotes(["BTC"], currency=USD)
        stage.sandbox.market.dollars["bitcoin"] = Decimal("6.4")
        for _ in range(4):
            stage.pass_time(minutes=2)
            quote = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]

    assert (quote.price, quote.grade) == (BTC, "D")
    assert len(here.refused()) == 4


async def test_a_last_good_price_outlives_a_restart_and_ends_after_a_week(
    stage: Stage, database_url: str
) -> None:
    async with desk(stage, database_url, "coingecko") as here:
        await here.prices.quotes(["BTC"], currency=USD)
    stage.tell("coingecko", "away")
    stage.pass_time(days=7)

    async with desk(stage, database_url, "coingecko") as here:
        held = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]
        stage.pass_time(minutes=1)
        with pytest.raises(PriceSourceUnavailableError):
            await here.prices.quotes(["BTC"], currency=USD)

    assert (held.price, held.as_of, held.grade) == (BTC, NOW, "D")
    assert held.sources == ("coingecko",)


async def test_sources_that_agree_grade_a_price_best(stage: Stage, empty_sqlite: str) -> None:
    async with desk(stage, empty_sqlite, "coingecko", "coinmarketcap") as here:
        found = (await here.prices.quotes(["BTC"], currency=USD))["BTC"]

    assert (found.grade, found.spread, found.path) == ("A", Decimal(0), ("BTC", "USD"))
    assert found.sources == ("coingecko", "coinmarketcap")
    stages = ("ingested", "validated", "agreed", "stored", "distributed")
    counted = [here.figure("price_pipeline", stage=each) for each in stages]
    assert counted == ["2.0", "2.0", "1.0", "1.0", "1.0"]


async def test_one_question_is_for_all_that_is_wanted(stage: Stage, empty_sqlite: str) -> None:
    async with desk(stage, empty_sqlite, "coingecko") as here:
        for asset in ("BTC", "ETH", "DOGE"):
            await here.prices.quotes([asset], currency=USD)
        first = stage.asked("coingecko")
        stage.pass_time(minutes=1)
        for asset in ("BTC", "ETH", "DOGE"):
            await here.prices.quotes([asset], currency=USD)

    assert (first, stage.asked("coingecko")) == (3, 4)


async def test_a_currency_no_market_knows_is_reached_by_a_path(
    stage: Stage, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "coingecko", "ecb", "exchangerate") as here:
        found = await here.prices.quotes(["ETH", "GBP"], currency=Currency("KZT"))

    assert found["ETH"].price == Decimal("3200.55") * Decimal("447.5")
    assert found["ETH"].path == ("ETH", "USD", "KZT")
    assert found["ETH"].sources == ("coingecko", "exchangerate")
    assert found["ETH"].grade == "B"
    assert found["GBP"].path == ("GBP", "USD", "KZT")


async def test_a_laptop_without_network_values_a_trade_of_2019(
    stage: Stage, empty_sqlite: str
) -> None:
    async with desk(stage, empty_sqlite, "ecb") as here:
        day = NOW.replace(year=2019, month=3, day=5).date()

        history = await here.prices.history(["GBP", "EUR"], currency=USD, since=day, until=day)

    assert history["EUR"][0].price == Decimal("1.1329")
    assert history["GBP"][0].path == ("GBP", "EUR", "USD")
    assert history["GBP"][0].as_of.date() == day
