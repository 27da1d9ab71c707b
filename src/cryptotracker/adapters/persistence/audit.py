"""What is written down of people's accounts, in its tables."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, RowMapping, and_, delete, func, insert, select, update

from cryptotracker.adapters.persistence import cursors
from cryptotracker.adapters.persistence.audit_tables import audit_chains, audit_records
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.domain.identity.audit import Chain, Entry, Record, Whence
from cryptotracker.ports.audit import AuditLog
from cryptotracker.ports.pages import Page

CHAIN: Final = tuple(each.name for each in fields(Chain))
CHAINS: Final = select(*(audit_chains.c[name] for name in CHAIN))
RECORDS: Final = select(audit_records)
WHENCE: Final = tuple(each.name for each in fields(Whence))
AT_ONCE: Final = 500
"""Chains that are shortened in one transaction."""


@frozen
class SqlAuditLog(AuditLog):
    _scope: Scope

    async def append(self, entry: Entry) -> Record:
        chain, record = (await self._taken(entry.user_id)).with_one_more(entry)
        await self._scope.connection.execute(insert(audit_records).values(row_of(record)))
        await self._save(chain)
        return record

    async def page(self, user_id: UUID, *, limit: int, cursor: str | None = None) -> Page[Record]:
        query = RECORDS.where(self._mine, audit_records.c.user_id == user_id)
        if cursor is not None:
            query = query.where(audit_records.c.number < cursors.read_number(cursor))
        query = query.order_by(audit_records.c.number.desc()).limit(limit + 1)
        found = [record_of(row) for row in (await self._scope.connection.execute(query)).mappings()]
        return cursors.page(found, limit, lambda last: cursors.write_number(last.number))

    async def records(self, user_id: UUID, *, after: int, limit: int) -> Sequence[Record]:
        query = RECORDS.where(
            self._mine, audit_records.c.user_id == user_id, audit_records.c.number > after
        )
        query = query.order_by(audit_records.c.number).limit(limit)
        return [record_of(row) for row in (await self._scope.connection.execute(query)).mappings()]

    async def chains(self, *, limit: int, cursor: str | None = None) -> Page[Chain]:
        query = CHAINS.where(self._scope.owns(audit_chains.c.user_id))
        if cursor is not None:
            query = query.where(audit_chains.c.user_id > cursors.read_id(cursor))
        query = query.order_by(audit_chains.c.user_id).limit(limit + 1)
        found = [chain_of(row) for row in await self._scope.connection.execute(query)]
        return cursors.page(found, limit, lambda last: cursors.write_id(last.user_id))

    async def forget(self, before: datetime) -> int:
        old = select(audit_records.c.user_id).where(self._mine, audit_records.c.at < before)
        query = old.distinct().limit(AT_ONCE)
        users = sorted(await self._scope.connection.scalars(query))
        return sum([await self._shortened(each, before) for each in users])

    async def _shortened(self, user_id: UUID, before: datetime) -> int:
        """Remove the records up to the first that is to be kept."""
        chain = await self._taken(user_id)
        of_user = audit_records.c.user_id == user_id
        first = select(func.min(audit_records.c.number)).where(
            of_user, audit_records.c.at >= before
        )
        kept: int | None = await self._scope.connection.scalar(first)
        last = and_(of_user, audit_records.c.number == (kept or chain.number + 1) - 1)
        query = select(audit_records.c.number, audit_records.c.digest).where(last)
        found = (await self._scope.connection.execute(query)).one_or_none()
        if found is None:
            return 0
        forgotten = delete(audit_records).where(of_user, audit_records.c.number <= found.number)
        removed = (await self._scope.connection.execute(forgotten)).rowcount
        this = update(audit_chains).where(audit_chains.c.user_id == user_id)
        shorter = this.values(forgotten=found.number, before=found.digest)
        await self._scope.connection.execute(shorter)
        return removed

    async def _taken(self, user_id: UUID) -> Chain:
        """Return a chain that nobody else lengthens until this transaction ends."""
        new = insert_into(audit_chains, self._scope.connection)
        this = new.values(asdict(Chain(user_id=user_id))).on_conflict_do_update(
            index_elements=[audit_chains.c.user_id], set_={"number": audit_chains.c.number}
        )
        taken = this.returning(*(audit_chains.c[name] for name in CHAIN))
        return chain_of((await self._scope.connection.execute(taken)).one())

    async def _save(self, chain: Chain) -> None:
        this = update(audit_chains).where(audit_chains.c.user_id == chain.user_id)
        await self._scope.connection.execute(this.values(number=chain.number, digest=chain.digest))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(audit_records.c.user_id)


def row_of(record: Record) -> dict[str, object]:
    entry = record.entry
    return asdict(entry.whence) | {
        "user_id": entry.user_id,
        "number": record.number,
        "at": entry.at,
        "what": entry.what,
        "facts": json.dumps(dict(entry.facts), ensure_ascii=False),
        "digest": record.digest,
    }


def record_of(row: RowMapping) -> Record:
    entry = Entry(
        user_id=row["user_id"],
        at=row["at"],
        what=row["what"],
        whence=Whence(**{name: row[name] for name in WHENCE}),
        facts=json.loads(row["facts"]),
    )
    return Record(entry=entry, number=row["number"], digest=row["digest"])


def chain_of(row: Row[Any]) -> Chain:
    return Chain(**dict(zip(CHAIN, row, strict=True)))
