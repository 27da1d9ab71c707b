"""What was written down of one's own account, over HTTP."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct

from cryptotracker.domain.identity.audit import Record
from cryptotracker.domain.identity.permissions import SESSION
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed
from cryptotracker.entrypoints.people import People


class RecordView(Struct, frozen=True, kw_only=True):
    """Something that was done to the account: what, by whom, from where, and when."""

    number: int
    at: str | None
    what: str
    by: str
    actor: UUID | None
    through: UUID | None
    address: str
    agent: str
    facts: dict[str, str]
    digest: str

    @classmethod
    def of(cls, record: Record) -> "RecordView":
        entry, whence = record.entry, record.entry.whence
        return cls(
            number=record.number,
            at=instant(entry.at),
            what=entry.what,
            by=whence.by,
            actor=whence.actor,
            through=whence.through,
            address=whence.address,
            agent=whence.agent,
            facts=dict(entry.facts),
            digest=record.digest.hex(),
        )


@get(
    "/me/security-log",
    operation_id="listSecurityLog",
    summary="What was done to my account, newest first",
    tags=("Myself",),
    opt={"policy": SESSION},
)
async def security_log(
    people: NamedDependency[People], request: Asked, limit: Limit = "100", cursor: Cursor = None
) -> Listed[RecordView]:
    user_id = asking(request.scope).user_id
    page = await people.log.show(user_id, limit=int(limit), cursor=cursor)
    return Listed([RecordView.of(each) for each in page.items], page.next_cursor)
