"""Transactions over HTTP."""

from datetime import UTC, tzinfo
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct, field

from cryptotracker.domain.portfolio.portfolios import Entry
from cryptotracker.domain.portfolio.transactions import TYPES, Amount
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import (
    DATE,
    Cursor,
    From,
    Limit,
    Listed,
    Text,
    To,
    after,
    moment,
)
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.persistence import Wanted


class LegView(Struct, frozen=True):
    asset: str
    quantity: str | None

    @classmethod
    def of(cls, leg: Amount) -> "LegView":
        return cls(leg.asset, number(leg.quantity))


class TransactionView(Struct, frozen=True, kw_only=True):
    id: UUID
    event: str
    time: str | None
    type: str
    subtype: str
    account: str
    to_account: str
    sent: LegView | None
    received: LegView | None
    fees: list[LegView]
    value: str | None
    value_currency: str
    fee_value: str | None
    txid: str
    note: str
    tags: str
    import_id: UUID = field(name="import")
    file: str
    line: int | None

    @classmethod
    def of(cls, entry: Entry) -> "TransactionView":
        event = entry.transaction
        return cls(
            id=entry.id,
            event=event.id,
            time=instant(event.time),
            type=event.type,
            subtype=event.subtype,
            account=event.account,
            to_account=event.to_account,
            sent=LegView.of(event.sent) if event.sent else None,
            received=LegView.of(event.received) if event.received else None,
            fees=[LegView.of(each) for each in event.fees],
            value=number(event.value),
            value_currency=event.value_currency,
            fee_value=number(event.fee_value),
            txid=event.txid,
            note=event.note,
            tags=event.tags,
            import_id=entry.import_id,
            file=event.row.file if event.row else "",
            line=event.row.line if event.row else None,
        )


class TransactionController(Controller):
    path = "/portfolios/{portfolio_id:uuid}/transactions"
    tags = ("Portfolios",)

    @get(operation_id="listTransactions", summary="List entries, newest first")
    async def list_all(  # noqa: PLR0913  # one for each parameter of the query
        self,
        tracker: NamedDependency[Tracker],
        portfolio_id: FromPath[UUID],
        *,
        asset: Text = None,
        account: Text = None,
        kind: Annotated[str | None, QueryParameter(name="type", max_length=40)] = None,
        text: Text = None,
        start: From = None,
        end: To = None,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[TransactionView]:
        if kind and kind not in TYPES:
            raise InputError(pointer="?type", reason="must be one of " + ", ".join(TYPES))
        zone = await self._zone(tracker, portfolio_id, start, end)
        wanted = Wanted(
            asset=asset or "",
            account=account or "",
            type=kind or "",
            text=text or "",
            start=moment(start, "from", zone) if start else None,
            end=after(end, "to", zone) if end else None,
        )
        page = await tracker.list_transactions(
            portfolio_id, wanted, limit=int(limit), cursor=cursor
        )
        return Listed([TransactionView.of(each) for each in page.items], page.next_cursor)

    async def _zone(self, tracker: Tracker, portfolio_id: UUID, *texts: str | None) -> tzinfo:
        """Return the zone in which the portfolio counts days, where days are meant."""
        if not any(text and len(text) == DATE for text in texts):
            return UTC
        return ZoneInfo((await tracker.show_portfolio(portfolio_id)).settings.time_zone)
