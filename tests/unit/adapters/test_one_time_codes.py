"""Codes are those that every app shows, and what an app is given says so."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cryptotracker.adapters.security.one_time_codes import AppCodes
from cryptotracker.domain.identity.totp import SECONDS

CODES = AppCodes()
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("unix_time", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(unix_time: int, code: str) -> None:
    assert CODES.code(SEED, unix_time // SECONDS) == code


@pytest.mark.parametrize(
    ("step", "code"), [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (9, "520489")]
)
def test_a_step_is_the_counter_of_the_standard_below(step: int, code: str) -> None:
    assert CODES.code(SEED, step) == code


def test_seeds_are_of_160_bits_and_never_the_same() -> None:
    seeds = {CODES.seed() for _ in range(100)}

    assert (len(seeds), {len(each) for each in seeds}) == (100, {32})
    assert set("".join(seeds)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@pytest.mark.parametrize("name", ["ada@example.org", "a&issuer=evil?#@example.org"])
def test_an_address_cannot_change_what_an_app_is_given(name: str) -> None:
    uri = urlsplit(CODES.uri(SEED, name))

    assert (uri.scheme, uri.netloc, uri.fragment) == ("otpauth", "totp", "")
    assert parse_qs(uri.query) == {"secret": [SEED], "issuer": ["CryptoTracker"]}


def test_the_picture_holds_nothing_that_runs_or_is_fetched() -> None:
    picture = CODES.picture(CODES.uri(SEED, "ada@example.org"))

    assert picture.startswith("<svg viewBox=")
    assert not {"script", "style", "href", "http", SEED} & {
        each for each in ("script", "style", "href", "http", SEED) if each in picture
    }
