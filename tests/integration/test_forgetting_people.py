"""What is of no use to anybody any more is forgotten, and nothing else."""

from datetime import timedelta

import pytest

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.identity.patience import ForgetPeoples
from cryptotracker.domain.identity.attempts import FORGOTTEN, Tries
from cryptotracker.domain.identity.sessions import ABSOLUTE
from tests.contract.people import ADA, FIRST, NOW, sent, session
from tests.integration.calendars import Calendar

BY = {"all": FIRST}
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("later", "forgotten"),
    [(timedelta(), 0), (FORGOTTEN, 0), (FORGOTTEN + SECOND, 1), (ABSOLUTE + SECOND, 3)],
)
async def test_what_is_over_is_forgotten_in_time(
    database_url: str, later: timedelta, forgotten: int
) -> None:
    async with open_database(database_url) as database:
        everybody = database.of_everybody()
        async with everybody.transaction() as work:
            await work.people.users.add(ADA)
            await work.people.sessions.save(session(), refresh=FIRST)
            await work.people.one_time.add(sent())
            await work.people.attempts.take(BY)
            await work.people.attempts.save(BY, {"all": Tries(wrong=1, last_at=NOW)})

        assert await ForgetPeoples(everybody, Calendar(NOW + later))() == forgotten
        async with everybody.snapshot() as work:
            assert await work.people.users.get(ADA.id) == ADA
