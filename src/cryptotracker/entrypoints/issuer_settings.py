"""The settings of those elsewhere with whom people sign in."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Final
from urllib.parse import urlsplit

from attrs import field, frozen

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.readers import refuse
from cryptotracker.entrypoints.setting import Setting
from cryptotracker.ports.secrets import Secret

OIDC: Final = re.compile(
    r"OIDC_(?P<name>[A-Z0-9]{1,30})_(?P<of>ISSUER|CLIENT_ID|CLIENT_SECRET|TITLE)"
)
PRESET: Final = frozenset({"google", "github", "telegram"})
BOT_TOKEN: Final = re.compile(r"[1-9][0-9]{0,15}:[A-Za-z0-9_-]{3,100}", re.ASCII)
AT_HOME: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def issuer(name: str, text: str) -> str:
    """Read what an issuer calls itself: to the letter, for it is compared with what it says."""
    parts = urlsplit(readers.web_address(name, text))
    if parts.scheme != "https" and parts.hostname not in AT_HOME:
        refuse(name, "begins with https://, but for one on this machine")
    return text


def bot_token(name: str, text: str) -> Secret:
    found = readers.secret(name, text)
    if not BOT_TOKEN.fullmatch(found.reveal()):
        refuse(name, "is what BotFather gives, like 123456:ABC-DEF")
    return found


ISSUERS: Final[Mapping[str, Setting]] = {
    "GOOGLE_CLIENT_ID": Setting(
        "google_client_id", readers.line, "who we are to Google", "nobody signs in with Google"
    ),
    "GOOGLE_CLIENT_SECRET": Setting(
        "google_client_secret", readers.secret, "and what proves it", "none", secret=True
    ),
    "GOOGLE_ISSUER": Setting(
        "google_issuer", issuer, "what Google calls itself", "`https://accounts.google.com`"
    ),
    "GITHUB_CLIENT_ID": Setting(
        "github_client_id", readers.line, "who we are to GitHub", "nobody signs in with GitHub"
    ),
    "GITHUB_CLIENT_SECRET": Setting(
        "github_client_secret", readers.secret, "and what proves it", "none", secret=True
    ),
    "GITHUB_URL": Setting(
        "github_url", readers.web_address, "where GitHub is", "`https://github.com`"
    ),
    "GITHUB_API_URL": Setting(
        "github_api_url", readers.web_address, "where its API is", "`https://api.github.com`"
    ),
    "TELEGRAM_BOT_TOKEN": Setting(
        "telegram_bot_token",
        bot_token,
        "what BotFather gave for the bot that people sign in with",
        "nobody signs in with Telegram",
        secret=True,
    ),
    "TELEGRAM_OAUTH_URL": Setting(
        "telegram_oauth_url",
        readers.web_address,
        "where Telegram signs people in for a page",
        "`https://oauth.telegram.org`",
    ),
}


@frozen(kw_only=True)
class Oidc:
    """An issuer of OpenID Connect by its settings; without a secret we are a public client."""

    name: str
    issuer: str
    client_id: str
    client_secret: Secret | None = field(default=None)
    title: str


def take_oidc(given: MutableMapping[str, str]) -> tuple[Oidc, ...]:
    """Read, and take away, the settings of the issuers that are named in the settings' names."""
    families: dict[str, dict[str, str]] = {}
    for setting in [*given]:
        found = OIDC.fullmatch(setting)
        if found:
            families.setdefault(found["name"], {})[found["of"]] = given.pop(setting)
    return tuple(oidc(name, families[name]) for name in sorted(families))


def oidc(name: str, family: Mapping[str, str]) -> Oidc:
    if name.lower() in PRESET:
        refuse(f"OIDC_{name}_ISSUER", f"{name.lower()} has settings of its own; choose a name")
    for needed in ("ISSUER", "CLIENT_ID"):
        if needed not in family:
            refuse(f"OIDC_{name}_{needed}", "is needed with the others of its name")
    secret = family.get("CLIENT_SECRET")
    return Oidc(
        name=name.lower(),
        issuer=issuer(f"OIDC_{name}_ISSUER", family["ISSUER"]),
        client_id=readers.line(f"OIDC_{name}_CLIENT_ID", family["CLIENT_ID"]),
        client_secret=readers.secret(f"OIDC_{name}_CLIENT_SECRET", secret) if secret else None,
        title=readers.line(f"OIDC_{name}_TITLE", family.get("TITLE", name.title())),
    )


def check_issuers(given: Mapping[str, str]) -> None:
    """Refuse settings without those that they need."""
    for name in ("GOOGLE", "GITHUB"):
        client_id, secret = f"{name}_CLIENT_ID", f"{name}_CLIENT_SECRET"
        for one, other in ((client_id, secret), (secret, client_id)):
            if one in given and other not in given:
                refuse(other, f"is needed with {one}")
    chosen = [name for name in given if name in ISSUERS or OIDC.fullmatch(name)]
    chosen = [name for name in chosen if name.endswith("_CLIENT_ID")]
    if chosen and "PUBLIC_URL" not in given:
        refuse("PUBLIC_URL", f"is needed with {chosen[0]}: it says where people come back to")
