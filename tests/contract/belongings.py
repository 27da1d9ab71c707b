"""A user who has one of everything that a user can have."""

from cryptotracker.domain.identity.audit import Entry
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract.api_tokens import READER
from tests.contract.factors import protect
from tests.contract.people import ADA, ELSEWHERE, FIRST, NOW, sent, session


async def add_ada(work: UnitOfWork) -> None:
    people = work.people
    await people.users.add(ADA)
    await people.sessions.save(session(), refresh=FIRST)
    await people.one_time.add(sent())
    await people.identities.add(ELSEWHERE)
    await protect(work)
    await people.api_tokens.add(READER)
    await people.audit.append(Entry(user_id=ADA.id, at=NOW, what="registered"))
