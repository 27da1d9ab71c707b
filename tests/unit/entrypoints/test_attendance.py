"""Who listens has to go once they may not stay, and nobody before."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from attrs import define, field

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.entrypoints.http.attendance import Attendance

ADA, BOB = Principal(user_id=UUID(int=1)), Principal(user_id=UUID(int=2))


@define(eq=False)
class Door:
    """Says who may stay, and notes who was told to leave."""

    may_stay: set[Principal]
    away: bool = False
    questions: list[Collection[Principal]] = field(factory=list)
    left: list[str] = field(factory=list)

    async def ask(self, present: Collection[Principal]) -> Collection[Principal]:
        self.questions.append(present)
        if self.away:
            raise DatabaseUnavailableError(reason="it is away")
        return self.may_stay & set(present)

    def ada(self) -> None:
        self.left.append("Ada")

    def bob(self) -> None:
        self.left.append("Bob")


async def test_one_question_is_asked_for_all_and_who_may_not_stay_leaves() -> None:
    door = Door(may_stay={BOB})
    attendance = Attendance(door.ask)
    attendance.join(ADA, door.ada)
    attendance.join(BOB, door.bob)

    await attendance.look()
    for leave in (door.ada, door.bob):
        attendance.leave(leave)

    assert (door.left, door.questions) == (["Ada"], [{ADA, BOB}])


async def test_while_nobody_can_say_who_may_stay_everybody_does() -> None:
    door = Door(may_stay=set(), away=True)
    attendance = Attendance(door.ask)
    attendance.join(ADA, door.ada)

    await attendance.look()
    attendance.leave(door.ada)

    assert door.left == []


async def test_nobody_looks_for_nobody() -> None:
    door = Door(may_stay={ADA})
    attendance = Attendance(door.ask)
    before = len(asyncio.all_tasks())
    attendance.join(ADA, door.ada)
    meanwhile = len(asyncio.all_tasks())
    attendance.leave(door.ada)
    await asyncio.sleep(0)

    assert (meanwhile - before, len(asyncio.all_tasks()) - before) == (1, 0)
