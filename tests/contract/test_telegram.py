"""What Telegram signed for our bot is read, and nothing else is."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import pytest

from cryptotracker.adapters.issuers.telegram import TelegramBot
from cryptotracker.domain.identity.identity_errors import IssuerRefusedError
from cryptotracker.ports.secrets import Secret
from tests.telegrams import BOT, USER, init_data, of_page

VECTORS: Final[dict[str, Any]] = {
    each["id"]: each
    for each in json.loads(
        (Path(__file__).parents[1] / "cases/identity/telegram_init_data.json").read_text()
    )["cases"]
}
VALID: Final = [name for name, each in VECTORS.items() if each["expect"]["valid"]]
OURS: Final = TelegramBot(token=Secret(BOT), page="https://oauth.telegram.org")


def bot(token: str) -> TelegramBot:
    return TelegramBot(token=Secret(token), page="https://oauth.telegram.org")


@pytest.mark.parametrize("name", VALID)
def test_what_others_have_seen_is_read(name: str) -> None:
    case = VECTORS[name]
    given = dict(parse_qsl(case["init_data"]))

    proof = bot(case["bot_token"]).of_app(case["init_data"])

    assert proof.signed_at == datetime.fromtimestamp(int(given["auth_date"]), UTC)
    assert proof.vouched.subject == str(json.loads(given["user"])["id"])
    assert (proof.vouched.issuer, proof.vouched.email) == ("telegram", None)


@pytest.mark.parametrize("name", sorted({*VECTORS} - {*VALID}))
def test_what_others_have_refused_is_refused(name: str) -> None:
    case = VECTORS[name]

    with pytest.raises(IssuerRefusedError):
        bot(case["bot_token"]).of_app(case["init_data"])


def test_a_page_and_an_app_tell_of_the_same_person() -> None:
    found = OURS.of_page(of_page()).vouched

    assert found == OURS.of_app(init_data()).vouched
    assert (found.subject, found.label, found.name) == ("777", "ada", "Ada L.")


def test_each_bit_counts() -> None:
    given = init_data().encode()
    changed = [
        (given[:at] + bytes([given[at] ^ 1]) + given[at + 1 :]).decode() for at in range(len(given))
    ]

    assert [each for each in changed if is_read(each)] == []


def is_read(text: str) -> bool:
    try:
        OURS.of_app(text)
    except IssuerRefusedError:
        return False
    return True


def resigned(**fields: str) -> str:
    """Write fields as they are, with the digest of others."""
    return urlencode(dict(parse_qsl(init_data())) | fields)


APPS: Final[dict[str, str]] = {
    "of another bot": init_data(bot="43:another-bot"),
    "nothing": "",
    "no fields": "hash",
    "a field twice": init_data() + "&user=%7B%22id%22%3A1%7D",
    "the digest twice": init_data() + "&" + init_data().rpartition("&")[2],
    "no digest": init_data().rpartition("&")[0],
    "an empty digest": resigned(hash=""),
    "half a digest": resigned(hash="46d2ea5e"),
    "a digest in capitals": resigned(hash="A" * 64),
    "a digest of other letters": resigned(hash="٣" * 64),
    "another user": resigned(user='{"id": 1}'),
    "one more field": init_data() + "&extra=1",
    "no user": init_data(user={}),
    "a user that is a list": init_data().replace("user=", "users="),
    "a name for a number": init_data(user={"id": "777"}),
    "a truth for a number": init_data(user={"id": True}),
    "a number below zero": init_data(user={"id": -1}),
    "two lines in a field": init_data(extra="1\nid=1"),
    "no text": "user=%ff&hash=00",
    "a great deal": "&".join(f"a{number}=1" for number in range(100)),
}


@pytest.mark.parametrize("name", APPS)
def test_what_telegram_did_not_sign_for_us_is_refused(name: str) -> None:
    with pytest.raises(IssuerRefusedError):
        OURS.of_app(APPS[name])


PAGES: Final[dict[str, dict[str, Any]]] = {
    "of another bot": of_page(bot="43:another-bot"),
    "nothing": {},
    "another user": of_page() | {"id": 1},
    "one more field": of_page() | {"extra": 1},
    "one field less": {name: value for name, value in of_page().items() if name != "username"},
    "signed as for an app": of_page() | {"hash": dict(parse_qsl(init_data()))["hash"]},
    "a digest that is a number": of_page() | {"hash": 1},
    "fields in one": of_page(user={"first_name": "Eve\nid=1", "id": 777})
    | {"first_name": "Eve", "id": "1\nid=777"},
    "a user below zero": of_page(user=USER | {"id": -1}),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_did_not_get_from_telegram_is_refused(name: str) -> None:
    with pytest.raises(IssuerRefusedError):
        OURS.of_page(PAGES[name])


def test_a_browser_is_sent_where_it_finds_its_way_back() -> None:
    site = "https://tracker.example.org"
    public = TelegramBot(token=Secret(BOT), page="https://oauth.telegram.org", site=site)

    assert OURS.start is None
    assert public.start == (
        "https://oauth.telegram.org/auth?bot_id=42&origin=https%3A%2F%2Ftracker.example.org"
        "&return_to=https%3A%2F%2Ftracker.example.org%2Fsign-in"
    )
