"""How the settings of letters are read."""

import pytest

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.settings import read_settings

SMTP = {
    "CRYPTOTRACKER_SMTP_HOST": "mail.example.org",
    "CRYPTOTRACKER_SMTP_SENDER": "CT <ct@example.org>",
}
SENDGRID = {
    "CRYPTOTRACKER_SENDGRID_API_KEY": "SG.x",
    "CRYPTOTRACKER_SENDGRID_SENDER": "CT <ct@example.org>",
}


@pytest.mark.parametrize(("given", "prints"), [({}, True), (SMTP, False), (SENDGRID, False)])
def test_letters_are_printed_where_nobody_takes_them(
    *, given: dict[str, str], prints: bool
) -> None:
    assert read_settings(given).prints_letters is prints


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (SMTP | SENDGRID, "CRYPTOTRACKER_SENDGRID_API_KEY letters go one way"),
        ({"CRYPTOTRACKER_SMTP_HOST": "x.org"}, "CRYPTOTRACKER_SMTP_SENDER from somebody"),
        (
            {"CRYPTOTRACKER_SENDGRID_API_KEY": "SG.x"},
            "CRYPTOTRACKER_SENDGRID_SENDER from somebody",
        ),
    ],
)
def test_letters_go_one_way_and_are_from_somebody(given: dict[str, str], reason: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(given)

    name, _, words = reason.partition(" ")
    assert (raised.value.name, words in raised.value.reason) == (name, True)
