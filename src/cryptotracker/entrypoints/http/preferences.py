"""What somebody chooses for themselves, over HTTP."""

from typing import Annotated, Final

from attrs import evolve
from litestar import Controller, Response, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from cryptotracker.application.identity.preferences import chosen
from cryptotracker.domain.identity.notices import is_fixed, places, wants, with_choice
from cryptotracker.domain.identity.permissions import SESSION, USER
from cryptotracker.domain.identity.preferences import Preferences, Theme, WeekStart
from cryptotracker.entrypoints.http.answers import Answer
from cryptotracker.entrypoints.http.auth import Body
from cryptotracker.entrypoints.http.portfolios import Currency, IfMatch, Zone, version
from cryptotracker.entrypoints.tracker import Tracker

Country = Annotated[str, Meta(pattern="^[A-Z]{2}$(?!\n)", examples=["DE"])]
Locale = Annotated[str, Meta(min_length=2, max_length=12, examples=["de-CH"])]
Word = Annotated[str, Meta(min_length=1, max_length=40)]


MINE: Final = {"policy": SESSION}


class Notice(Body, frozen=True, kw_only=True):
    """Whether somebody is written to about something, by one way."""

    kind: Word
    channel: Word
    on: bool


class NoticeView(Struct, frozen=True, kw_only=True):
    """The same; `fixed` is what nobody can switch off."""

    kind: str
    channel: str
    on: bool
    fixed: bool


class PreferencesEdit(Body, frozen=True, kw_only=True):
    base_currency: Currency | UnsetType = UNSET
    time_zone: Zone | UnsetType | None = UNSET
    country: Country | UnsetType | None = UNSET
    locale: Locale | UnsetType | None = UNSET
    week_start: WeekStart | UnsetType = UNSET
    hide_amounts: bool | UnsetType = UNSET
    theme: Theme | UnsetType = UNSET
    notices: Annotated[list[Notice], Meta(max_length=100)] | UnsetType = UNSET

    def apply(self, before: Preferences) -> Preferences:
        given = {name: value for name, value in structs.asdict(self).items() if value is not UNSET}
        choices = before.notices
        for each in given.pop("notices", ()):
            choices = with_choice(choices, each.kind, each.channel, on=each.on)
        return evolve(chosen(**given)(before), notices=choices)


class PreferencesView(Struct, frozen=True, kw_only=True):
    """How somebody wants the product to be; null is as the device has it, or not said."""

    base_currency: str
    time_zone: str | None
    country: str | None
    locale: str | None
    week_start: WeekStart
    hide_amounts: bool
    theme: Theme
    notices: list[NoticeView]
    avatar: Annotated[str | None, "what the picture is known by; null, there is none"]
    version: int

    @classmethod
    def of(cls, found: Preferences) -> "PreferencesView":
        return cls(
            base_currency=found.base_currency,
            time_zone=found.time_zone,
            country=found.country,
            locale=found.locale,
            week_start=found.week_start,
            hide_amounts=found.hide_amounts,
            theme=found.theme,
            notices=[
                NoticeView(
                    kind=kind,
                    channel=channel,
                    on=wants(found.notices, kind, channel),
                    fixed=is_fixed(kind, channel),
                )
                for kind, channel in places()
            ],
            avatar=found.avatar,
            version=found.version,
        )


class PreferencesController(Controller):
    path = "/me/preferences"
    tags = ("Myself",)
    opt = MINE

    @get(operation_id="showPreferences", summary="How I want things to be", opt={"policy": USER})
    async def show(self, tracker: NamedDependency[Tracker]) -> Response[PreferencesView]:
        return versioned(await tracker.preferences.show())

    @patch(operation_id="editPreferences", summary="Change how I want things to be")
    async def edit(
        self,
        tracker: NamedDependency[Tracker],
        data: JSONBody[PreferencesEdit],
        if_match: IfMatch = None,
    ) -> Response[PreferencesView]:
        seen = version(if_match)
        return versioned(await tracker.preferences.change(data.apply, if_match=seen))


def versioned(found: Preferences) -> Response[PreferencesView]:
    return Answer(PreferencesView.of(found), headers={"ETag": f'"{found.version}"'})
