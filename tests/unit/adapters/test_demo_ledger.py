"""The demonstration's ledger is believable: it shows every feature, and it adds up."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.demo.ledger import demo_files
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.domain.market.assets import is_money
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from tools import demo


def read(path: Path) -> list[Transaction]:
    outcomes = list(Formats().read(path, file=f"demo/{path.name}"))
    assert all(isinstance(outcome, Transaction) for outcome in outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, Transaction)]


@pytest.fixture(scope="module")
def events() -> list[Transaction]:
    return sorted((event for path in demo_files() for event in read(path)), key=moment)


def moment(event: Transaction) -> datetime:
    return event.time


def movements(event: Transaction) -> list[tuple[str, Amount, int]]:
    """Say what an event moves where; what is staked stays where it is."""
    if event.type in {"stake", "unstake"}:
        return []
    moved = [(event.account, each, -1) for each in (event.sent, *event.fees) if each]
    if event.received:
        moved.insert(0, (event.to_account or event.account, event.received, 1))
    return moved


def overdrawn(events: list[Transaction]) -> set[tuple[str, str, str]]:
    balances: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    found = set()
    for event in events:
        for account, amount, sign in movements(event):
            balances[account, amount.asset] += sign * amount.quantity
            if balances[account, amount.asset] < 0:
                found.add((event.id, account, amount.asset))
    return found


def unpaired(events: list[Transaction]) -> list[Transaction]:
    ids = Counter(event.txid for event in events if event.txid)
    return [
        event
        for event in events
        if event.type in {"deposit", "withdrawal"}
        and not all(is_money(leg.asset) for leg in (event.sent, event.received) if leg)
        and ids[event.txid] != 2
    ]


def test_it_holds_three_years_at_five_places(events: list[Transaction]) -> None:
    assert 450 <= len(events) <= 700
    assert events[0].time == datetime(2023, 11, 1, 8, 12, 50, tzinfo=UTC)
    assert datetime(2026, 11, 1, tzinfo=UTC) < events[-1].time
    assert events[-1].time < datetime(2026, 11, 21, tzinfo=UTC)
    assert [path.name for path in demo_files()] == [
        *("binance.csv", "coinbase.csv", "kraken.csv", "ledger.csv", "metamask.csv"),
    ]
    assert {event.account for event in events} == {
        *("Binance", "Coinbase", "Kraken", "Ledger", "MetaMask"),
    }


def test_nothing_is_ever_overdrawn(events: list[Transaction]) -> None:
    assert overdrawn(events) == set()


def test_exactly_one_deposit_comes_from_nowhere(events: list[Transaction]) -> None:
    (stranger,) = unpaired(events)

    assert (stranger.id, stranger.received) == ("demo-kraken-0023", Amount("BTC", Decimal("0.12")))


def test_every_event_has_an_id_and_a_row_that_exists(events: list[Transaction]) -> None:
    lines = {f"demo/{path.name}": path.read_text().splitlines() for path in demo_files()}

    astray = [
        event.id
        for event in events
        if event.row is None or event.id not in lines[event.row.file][event.row.line - 1]
    ]

    assert astray == []
    assert len({event.id for event in events}) == len(events)


@pytest.mark.parametrize(
    "kind",
    "airdrop buy deposit donation gift_out lost rename sell stake staking stolen swap transfer"
    " unstake withdrawal wrap".split(),
)
def test_it_shows(kind: str, events: list[Transaction]) -> None:
    assert kind in {event.type for event in events} | {event.subtype for event in events}


def test_it_pays_fees_in_a_third_coin(events: list[Transaction]) -> None:
    thirds = {
        fee.asset
        for event in events
        for fee in event.fees
        if fee.asset not in {leg.asset for leg in (event.sent, event.received) if leg}
    }

    assert {asset for asset in thirds if not is_money(asset)} == {"BNB", "ETH"}


def test_two_fills_of_one_second_are_equal_but_for_their_ids(events: list[Transaction]) -> None:
    twins = [
        (one.id, other.id)
        for one, other in pairwise(events)
        if (one.time, one.type, one.sent, one.received)
        == (other.time, other.type, other.sent, other.received)
    ]

    assert twins == [("demo-binance-0022", "demo-binance-0023")]


def test_it_counts_to_the_last_of_eighteen_decimals(events: list[Transaction]) -> None:
    finest = {event.received.quantity.as_tuple().exponent for event in events if event.received}

    assert -18 in finest


def test_staking_rewards_come_weekly_in_four_coins(events: list[Transaction]) -> None:
    rewards = Counter(
        event.received.asset for event in events if event.subtype == "staking" and event.received
    )

    assert rewards == {"DOT": 68, "ETH": 66, "SOL": 67, "ADA": 56}


def test_every_asset_is_in_the_catalogue(events: list[Transaction]) -> None:
    catalogue = EmbeddedCatalogue()
    assets = {amount.asset for event in events for _, amount, _ in movements(event)}

    assert {asset for asset in assets if not catalogue.lookup(asset)} == set()


def test_the_files_are_what_the_tool_writes(tmp_path: Path) -> None:
    demo.main(tmp_path)

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in demo_files()}
