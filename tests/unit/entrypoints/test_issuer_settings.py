"""With whom people sign in is told in full, or the service does not start."""

from pathlib import Path
from typing import Final

import pytest

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.settings import Settings, read_settings

PREFIX: Final = "CRYPTOTRACKER_"
SITE: Final = {"PUBLIC_URL": "https://tracker.example.org"}
ACME: Final = {"OIDC_ACME_ISSUER": "https://acme.example.org/", "OIDC_ACME_CLIENT_ID": "us"}
GOOGLE: Final = {"GOOGLE_CLIENT_ID": "us", "GOOGLE_CLIENT_SECRET": "canary"}


def read(given: dict[str, str]) -> Settings:
    return read_settings({PREFIX + name: value for name, value in given.items()})


def test_an_issuer_is_named_to_the_letter() -> None:
    (found,) = read(SITE | ACME).oidc

    assert (found.name, found.title) == ("acme", "Acme")
    assert found.issuer == "https://acme.example.org/"
    assert (found.client_id, found.client_secret) == ("us", None)


def test_several_issuers_have_names_of_their_own() -> None:
    home = {
        "OIDC_HOME_ISSUER": "http://127.0.0.1:8080",
        "OIDC_HOME_CLIENT_ID": "we",
        "OIDC_HOME_TITLE": "At home",
    }

    found = read(SITE | ACME | home).oidc

    assert [(each.name, each.title) for each in found] == [("acme", "Acme"), ("home", "At home")]


def test_no_secret_is_shown(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("canary of acme\n")
    telegram = {"TELEGRAM_BOT_TOKEN": "42:canary-of-telegram"}

    found = read(SITE | GOOGLE | ACME | {"OIDC_ACME_CLIENT_SECRET_FILE": str(kept)} | telegram)

    assert "canary" not in repr(found)
    assert {"canary", "canary of acme", "42:canary-of-telegram"} <= {*found.secrets()}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (GOOGLE, "PUBLIC_URL"),
        (ACME, "PUBLIC_URL"),
        (SITE | {"GOOGLE_CLIENT_ID": "us"}, "GOOGLE_CLIENT_SECRET"),
        (SITE | {"GITHUB_CLIENT_SECRET": "x"}, "GITHUB_CLIENT_ID"),
        (SITE | {"OIDC_ACME_CLIENT_ID": "us"}, "OIDC_ACME_ISSUER"),
        (SITE | {"OIDC_ACME_ISSUER": "https://acme.example.org"}, "OIDC_ACME_CLIENT_ID"),
        (SITE | ACME | {"OIDC_ACME_ISSUER": "http://acme.example.org"}, "OIDC_ACME_ISSUER"),
        (SITE | ACME | {"OIDC_ACME_ISSUER": "acme"}, "OIDC_ACME_ISSUER"),
        (SITE | ACME | {"OIDC_ACME_COLOUR": "red"}, "OIDC_ACME_COLOUR"),
        (
            SITE | {"OIDC_GITHUB_ISSUER": "https://x.org", "OIDC_GITHUB_CLIENT_ID": "x"},
            "OIDC_GITHUB_ISSUER",
        ),
        ({"TELEGRAM_BOT_TOKEN": "no token"}, "TELEGRAM_BOT_TOKEN"),
        ({"FOO_CLIENT_ID": "x"}, "FOO_CLIENT_ID"),
    ],
)
def test_what_is_missing_or_wrong_is_named(given: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(given)

    assert caught.value.name == PREFIX + name
