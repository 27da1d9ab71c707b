"""The second factors of somebody, and a question that waits for their answer."""

from uuid import UUID

from cryptotracker.domain.identity.challenges import TICKET, Challenge
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.domain.identity.totp import Totp
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract.people import ADA, FIRST, LATER, NOW, SECOND

APP = Totp(id=UUID(int=31), user_id=ADA.id, made_at=NOW)
ASKED = Challenge(
    digest=FIRST,
    kind=TICKET,
    user_id=ADA.id,
    expires_at=LATER,
    client="api",
    device="curl",
    proved=SECOND,
)
KEY = Passkey(
    id=UUID(int=41),
    user_id=ADA.id,
    credential="abc",
    public_key=b"\0key",
    sign_count=3,
    name="My laptop",
    created_at=NOW,
)


async def protect(work: UnitOfWork) -> None:
    """Give a user an app, a recovery code and a passkey, and ask them something."""
    await work.people.factors.totps.save(APP)
    await work.people.factors.recovery_codes.replace(ADA.id, [FIRST])
    await work.people.factors.passkeys.add(KEY)
    await work.people.factors.challenges.add(ASKED)
