"""One of each thing there is to know of somebody, and to share."""

from uuid import UUID

from attrs import evolve

from cryptotracker.domain.identity.audit import Entry
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract import people, shares
from tests.contract import test_factors as factors
from tests.contract.api_tokens import READER


async def known_of_somebody(work: UnitOfWork) -> None:
    await work.people.users.add(people.ADA)
    await work.people.sessions.save(people.session(), refresh=people.FIRST)
    await work.people.one_time.add(people.sent())
    await work.people.factors.totps.save(factors.APP)
    await work.people.factors.recovery_codes.replace(people.ADA.id, [people.FIRST])
    await work.people.factors.passkeys.add(factors.KEY)
    await work.people.factors.challenges.add(factors.ASKED)
    await work.people.api_tokens.add(READER)
    registered = Entry(user_id=people.ADA.id, at=people.NOW, what="registered")
    await work.people.audit.append(registered)


async def shared(work: UnitOfWork, portfolio_id: UUID) -> None:
    await work.shares.add(evolve(shares.share(2, "link"), portfolio_id=portfolio_id))
    await work.shares.begin(shares.VISIT)
