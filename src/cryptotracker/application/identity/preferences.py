"""What people choose for themselves, and their picture."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from attrs import evolve, fields, frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.domain.identity.notices import is_fixed, places, wants
from cryptotracker.domain.identity.preferences import Preferences
from cryptotracker.domain.identity.profile_errors import AvatarNotFoundError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.profiles import Pictures

HARMLESS: Final = frozenset({"base_currency", "locale", "week_start", "hide_amounts", "theme"})
"""Of these the log says what they became; of others, like where somebody is, that they changed."""

UNTOLD: Final = frozenset({"version", "notices"})


@frozen
class ShowPreferences:
    database: Database
    owner: UUID

    async def __call__(self) -> Preferences:
        async with self.database.snapshot() as work:
            return await work.people.profiles.get(self.owner)


@frozen
class ChangePreferences:
    """Change what is named; `if_match` is the version that the caller has seen, None for any."""

    database: Database
    owner: UUID
    clock: Clock

    async def __call__(
        self, change: Callable[[Preferences], Preferences], *, if_match: int | None = None
    ) -> Preferences:
        async with self.database.transaction() as work:
            before = await work.people.profiles.get(self.owner)
            before.expect(if_match)
            after = change(before).following(before)
            if after is before:
                return before
            await work.people.profiles.save(self.owner, after)
            told = facts(before, after)
            await note(work, self.owner, "profile_changed", self.clock.now(), **told)
        return after


@frozen
class ShowAvatar:
    """Give the picture of a user, and what it is known by, to themselves."""

    database: Database
    owner: UUID

    async def __call__(self) -> tuple[str, bytes]:
        async with self.database.snapshot() as work:
            preferences = await work.people.profiles.get(self.owner)
            picture = await work.people.profiles.picture(self.owner)
        if picture is None or preferences.avatar is None:
            raise AvatarNotFoundError
        return preferences.avatar, picture


@frozen
class ChangeAvatar:
    """Take what a user sends as their picture, made small, or, of None, take theirs away."""

    database: Database
    owner: UUID
    pictures: Callable[[], Pictures]
    clock: Clock

    async def __call__(self, sent: bytes | None) -> Preferences:
        picture = None if sent is None else await self.pictures().small(sent)
        known_by = None if picture is None else sha256(picture).hexdigest()[:16]
        async with self.database.transaction() as work:
            before = await work.people.profiles.get(self.owner)
            after = before.with_avatar(known_by)
            if after is before:
                return before
            await work.people.profiles.save(self.owner, after)
            await work.people.profiles.keep_picture(self.owner, picture)
            await note(work, self.owner, "profile_changed", self.clock.now(), fields="avatar")
        return after


def facts(before: Preferences, after: Preferences) -> Mapping[str, str]:
    """Say what changed, and what of that is nobody's secret it became."""
    names = [each.name for each in fields(Preferences) if each.name not in UNTOLD]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    told = {name: said(getattr(after, name)) for name in changed if name in HARMLESS}
    for kind, channel in places():
        now = wants(after.notices, kind, channel)
        if not is_fixed(kind, channel) and now != wants(before.notices, kind, channel):
            changed.append(f"{kind}_{channel}")
            told[f"{kind}_{channel}"] = said(now)
    return {"fields": " ".join(changed), **told}


def said(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)


def chosen(**given: Any) -> Callable[[Preferences], Preferences]:
    """Make the change that sets some fields and leaves the rest."""
    return lambda before: evolve(before, **given)
