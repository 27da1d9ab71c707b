"""How somebody wants the product to be: in which currency, by which clock, written how.

>>> Preferences(base_currency="EUR", country="DE").week_start
'mon'
"""

import re
from typing import Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError, VersionConflictError
from cryptotracker.domain.identity.notices import NOTHING, Choices
from cryptotracker.domain.market.assets import is_money
from cryptotracker.domain.zones import zone_of

WeekStart: TypeAlias = Literal["mon", "sat", "sun"]
Theme: TypeAlias = Literal["system", "light", "dark", "contrast-light", "contrast-dark"]
WEEK_STARTS: Final[tuple[WeekStart, ...]] = ("mon", "sat", "sun")
THEMES: Final[tuple[Theme, ...]] = ("system", "light", "dark", "contrast-light", "contrast-dark")

COUNTRIES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW
    """.split()
)
"""Codes of ISO 3166-1, two letters each."""

LOCALE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
"""Of BCP 47: a language, perhaps its script, perhaps where it is spoken."""


@frozen(kw_only=True)
class Preferences:
    """What somebody chose; who chose nothing yet has these defaults.

    Attributes:
        base_currency: of a portfolio that is made without naming one.
        time_zone: of such a portfolio, and the clock of everything that is of no portfolio; None
            is UTC, and on a screen the clock of the device.
        country: where they are taxed; None is not said.
        locale: how numbers are written, whatever the language; None is as the device has it.
        hide_amounts: privacy mode: screens show no amount and no quantity.
        notices: what they do, or do not, want to be written to about.
        avatar: what their picture is known by, None without one.
        version: counts every change.
    """

    base_currency: str = "USD"
    time_zone: str | None = None
    country: str | None = None
    locale: str | None = None
    week_start: WeekStart = "mon"
    hide_amounts: bool = False
    theme: Theme = "system"
    notices: Choices = field(default=NOTHING)
    avatar: str | None = None
    version: int = 1

    def __attrs_post_init__(self) -> None:
        if not is_money(self.base_currency):
            refuse("base_currency", self.base_currency, "not a currency's code, like EUR")
        if self.time_zone is not None:
            zone_of(self.time_zone)
        if self.country is not None and self.country not in COUNTRIES:
            refuse("country", self.country, "not a country's code, like DE")
        if self.locale is not None and LOCALE.fullmatch(self.locale) is None:
            refuse("locale", self.locale, "not a locale, like de-CH")
        check_choice("week_start", self.week_start, WEEK_STARTS)
        check_choice("theme", self.theme, THEMES)

    def expect(self, version: int | None) -> None:
        """Raise VersionConflictError unless this is the version that somebody has seen."""
        if version not in {None, self.version}:
            raise VersionConflictError(
                thing="the preferences", expected=str(version), current=self.version
            )

    def with_avatar(self, avatar: str | None) -> "Preferences":
        return evolve(self, avatar=avatar).following(self)

    def following(self, before: "Preferences") -> "Preferences":
        """Return these as the next version; the same as before are no new version."""
        same = evolve(self, version=before.version) == before
        return before if same else evolve(self, version=before.version + 1)


def check_choice(column: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        refuse(column, value, "one of " + ", ".join(choices))


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value[:100], reason=reason)
