"""What is written down of all that concerns somebody's account: a chain of records.

The digest of a record covers what it says and the digest of the one before it. So who changes,
removes or slips in a record has to change all that follow, and the last digest with them.

>>> chain = Chain(user_id=UUID(int=7))
>>> at = datetime(2026, 1, 2, tzinfo=UTC)
>>> records = []
>>> for what in ("signed_in", "password_changed"):
...     chain, record = chain.with_one_more(Entry(user_id=UUID(int=7), at=at, what=what))
...     records.append(record)
>>> faults(chain, records)
[]
>>> faults(chain, records[1:])
[Fault(user_id=UUID('00000000-0000-0000-0000-000000000007'), number=1, reason='is missing')]
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import asdict, define, evolve, field, frozen

What: TypeAlias = Literal[
    "registered",
    "address_verified",
    "signed_in",
    "sign_in_refused",
    "second_step_asked",
    "recovery_code_used",
    "signed_out",
    "signed_out_everywhere",
    "refresh_token_reused",
    "session_revoked",
    "other_sessions_revoked",
    "stepped_up",
    "password_changed",
    "password_reset",
    "email_change_asked",
    "email_changed",
    "app_switched_on",
    "app_switched_off",
    "passkey_added",
    "passkey_named",
    "passkey_removed",
    "recovery_codes_renewed",
    "identity_linked",
    "identity_unlinked",
    "factors_reset",
    "profile_changed",
    "token_made",
    "token_revoked",
    "all_tokens_revoked",
    "share_made",
    "share_changed",
    "share_revoked",
    "role_changed",
    "comment_removed",
    "price_stated",
    "price_changed",
    "price_removed",
    "user_disabled",
    "user_enabled",
    "export_asked",
    "deletion_asked",
    "user_deleted",
]
"""What is written down; a name that is out of use stays in old records."""

KEPT: Final = timedelta(days=400)
"""So long a record is kept, and refuses to be removed: a year, and time to look back at it."""

TEXT_LONGEST: Final = 200
FORM: Final = 1
"""Of what is summed up. With another form the digests of old records stay what they are."""
NO_DIGEST: Final = bytes(32)

By: TypeAlias = Literal["session", "token", "nobody", "operator"]


def bounded(text: str) -> str:
    """Keep of a text what fits on a line, and no more than we want to have."""
    return "".join(each for each in text[: 2 * TEXT_LONGEST] if each.isprintable())[:TEXT_LONGEST]


@frozen(kw_only=True)
class Whence:
    """From where something is done.

    Attributes:
        by: a user through a `session` or a `token`, `nobody` who is signed in yet, or the
            `operator`: whoever runs the service, at its command line.
        actor: the user who asks, if one does.
        through: their session, or token.
    """

    by: By = "operator"
    actor: UUID | None = None
    through: UUID | None = None
    address: str = field(default="", converter=bounded)
    agent: str = field(default="", converter=bounded)


def texts(facts: Mapping[str, str]) -> Mapping[str, str]:
    return {name: bounded(facts[name]) for name in sorted(facts)}


@frozen(kw_only=True)
class Entry:
    """What is to be written down, in the log of the user whom it concerns."""

    user_id: UUID
    at: datetime
    what: str
    whence: Whence = Whence()
    facts: Mapping[str, str] = field(factory=dict, converter=texts)


@frozen(kw_only=True)
class Record:
    """An entry in its place; the first of a user has the number 1."""

    entry: Entry
    number: int
    digest: bytes

    def fits(self, before: bytes) -> bool:
        return compare_digest(self.digest, digest_of(self.entry, self.number, before))


@frozen(kw_only=True)
class Chain:
    """Where the log of a user begins and ends.

    Attributes:
        number, digest: those of the last record.
        forgotten: so many of the oldest are not kept any more.
        before: the digest of the last of those.
    """

    user_id: UUID
    number: int = 0
    digest: bytes = NO_DIGEST
    forgotten: int = 0
    before: bytes = NO_DIGEST

    def with_one_more(self, entry: Entry) -> "tuple[Chain, Record]":
        number = self.number + 1
        digest = digest_of(entry, number, self.digest)
        longer = evolve(self, number=number, digest=digest)
        return longer, Record(entry=entry, number=number, digest=digest)


@frozen
class Fault:
    """Where a chain is broken first."""

    user_id: UUID
    number: int
    reason: str


@define
class Check:
    """Follows a chain from its beginning, record by record."""

    _chain: Chain
    _last: int = field(init=False)
    _digest: bytes = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._last, self._digest = self._chain.forgotten, self._chain.before

    def take(self, record: Record) -> Fault | None:
        expected = self._last + 1
        if record.number > expected:
            return self._fault(expected, "is missing")
        if record.number < expected or record.number > self._chain.number:
            return self._fault(record.number, "does not belong there")
        if not record.fits(self._digest):
            return self._fault(record.number, "was changed, or one before it was")
        self._last, self._digest = record.number, record.digest
        return None

    def end(self) -> Fault | None:
        if self._last < self._chain.number:
            return self._fault(self._last + 1, "is missing")
        if not compare_digest(self._digest, self._chain.digest):
            return self._fault(self._last, "is not the one that was written last")
        return None

    def _fault(self, number: int, reason: str) -> Fault:
        return Fault(self._chain.user_id, number, reason)


def faults(chain: Chain, records: Iterable[Record]) -> list[Fault]:
    """Return the first fault of a chain, if there is any."""
    check = Check(chain)
    found = next(filter(None, map(check.take, records)), None) or check.end()
    return [found] if found else []


def digest_of(entry: Entry, number: int, before: bytes) -> bytes:
    return sha256(before + canonical(entry, number)).digest()


def canonical(entry: Entry, number: int) -> bytes:
    """Write a record so that no two that differ are written alike."""
    whence = asdict(entry.whence)
    said = {"form": FORM, "user": entry.user_id, "number": number, "what": entry.what}
    said |= {"at": entry.at.astimezone(UTC).isoformat(), "facts": dict(entry.facts)} | whence
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")
