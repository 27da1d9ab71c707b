"""Answers in their table, by the key of their request."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from attrs import frozen
from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.tables import answers
from cryptotracker.domain.errors import IdempotencyKeyBusyError
from cryptotracker.ports.idempotency import Answer, Answers, Claim, Known

INSERT: Final[Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@frozen
class SqlAnswers(Answers):
    _scope: Scope

    async def get(self, key: str) -> Known | None:
        query = select(answers).where(self._of(key))
        row = (await self._scope.connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        if row["status"] is None:
            return Known(until=row["until"])
        headers = [(name, value) for name, value in json.loads(row["headers"])]
        answer = Answer(status=row["status"], headers=headers, body=row["body"])
        return Known(until=row["until"], request=row["request"], answer=answer)

    async def claim(self, claim: Claim, now: datetime) -> bool:
        values = {"holder": claim.holder, "until": claim.until}
        # PostgreSQL's INSERT waits for whoever changes the row, even if it is to do nothing.
        if await self.get(claim.key) is None:
            insert = INSERT[self._scope.connection.dialect.name](answers)
            new = insert.values(owner=self._scope.owner, key=claim.key, **values)
            done = await self._scope.connection.execute(new.on_conflict_do_nothing())
            return done.rowcount == 1
        # A transaction of the holder that goes on has locked the row: then it is passed over.
        left = select(answers.c.key).where(
            self._of(claim.key), answers.c.status.is_(None), answers.c.until <= now
        )
        if await self._scope.connection.scalar(left.with_for_update(skip_locked=True)) is None:
            return False
        await self._scope.connection.execute(
            update(answers).where(self._of(claim.key)).values(values)
        )
        return True

    async def renew(self, claim: Claim) -> None:
        await self._change(claim, until=claim.until)

    async def keep(self, claim: Claim, request: bytes, answer: Answer) -> None:
        await self._change(
            claim,
            request=request,
            status=answer.status,
            headers=json.dumps(list(answer.headers)),
            body=answer.body,
        )

    async def purge(self, before: datetime) -> int:
        old = delete(answers).where(self._scope.owns(answers.c.owner), answers.c.until < before)
        return (await self._scope.connection.execute(old)).rowcount

    async def _change(self, claim: Claim, **values: object) -> None:
        mine = and_(
            self._of(claim.key), answers.c.holder == claim.holder, answers.c.status.is_(None)
        )
        changed = await self._scope.connection.execute(update(answers).where(mine).values(values))
        if changed.rowcount == 0:
            raise IdempotencyKeyBusyError(key=claim.key)

    def _of(self, key: str) -> ColumnElement[bool]:
        return and_(self._scope.owns(answers.c.owner), answers.c.key == key)
