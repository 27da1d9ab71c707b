"""A ledger that we wrote ourselves is the same ledger when it is read again."""

from datetime import UTC, datetime
from decimal import Decimal

from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.identity import digest
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed

BOUGHT = Transaction(
    time=datetime(2026, 1, 1, tzinfo=UTC),
    type="buy",
    received=Amount("BTC", Decimal(1)),
    value=Decimal(60_000),
)


def test_a_derived_id_does_not_change_what_an_event_is() -> None:
    named = history([[BOUGHT, BOUGHT]]).events

    assert [event.id for event in named] == [f"{named[0].id[:-1]}1", f"{named[0].id[:-1]}2"]
    assert {digest(event) for event in named} == {digest(BOUGHT)}


def test_an_id_of_the_source_does() -> None:
    assert digest(changed(BOUGHT, id="TX1")) != digest(BOUGHT)
