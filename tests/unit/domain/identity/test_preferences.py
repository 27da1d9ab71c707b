"""Preferences hold what can be meant by them, and nothing else."""

import pytest
from attrs import evolve

from cryptotracker.application.identity.preferences import chosen
from cryptotracker.domain.errors import (
    InvalidValueError,
    UnknownTimeZoneError,
    VersionConflictError,
)
from cryptotracker.domain.identity.notices import EMAIL, SECURITY, SHARING, wants, with_choice
from cryptotracker.domain.identity.preferences import Preferences

USUAL = Preferences()


@pytest.mark.parametrize(
    "given",
    [
        {"base_currency": "usd"},
        {"base_currency": "BTC"},
        {"country": "UK"},
        {"country": "de"},
        {"locale": "de_DE"},
        {"locale": "<script>"},
        {"locale": "de-DE\n"},
        {"week_start": "fri"},
        {"theme": "pink"},
    ],
    ids=str,
)
def test_what_nobody_can_mean_is_refused(given: dict[str, str]) -> None:
    (name,) = given

    with pytest.raises(InvalidValueError) as caught:
        chosen(**given)(USUAL)

    assert caught.value.column == name


@pytest.mark.parametrize("name", ["", "CET+1", "../../etc/passwd", "Europe"])
def test_a_time_zone_is_one_that_is_known(name: str) -> None:
    with pytest.raises(UnknownTimeZoneError):
        evolve(USUAL, time_zone=name)


def test_a_change_is_a_new_version_and_none_is_not() -> None:
    changed = evolve(USUAL, theme="dark").following(USUAL)
    same = evolve(USUAL, theme="system").following(USUAL)

    assert (changed.theme, changed.version) == ("dark", 2)
    assert same is USUAL


def test_an_edit_of_another_version_is_refused() -> None:
    with pytest.raises(VersionConflictError) as caught:
        USUAL.expect(2)

    assert (caught.value.thing, caught.value.current) == ("the preferences", 1)


def test_a_letter_that_is_switched_off_is_not_wanted_until_it_is_switched_on() -> None:
    off = with_choice({}, SHARING, EMAIL, on=False)
    on = with_choice(off, SHARING, EMAIL, on=True)

    assert [wants(each, SHARING, EMAIL) for each in ({}, off, on)] == [True, False, True]
    assert on == {}


def test_nobody_switches_letters_about_security_off() -> None:
    with pytest.raises(InvalidValueError) as caught:
        with_choice({}, SECURITY, EMAIL, on=False)

    assert caught.value.reason == "letters about security cannot be switched off"
    assert wants({(SECURITY, EMAIL): False}, SECURITY, EMAIL)


@pytest.mark.parametrize(("kind", "channel"), [("news", EMAIL), (SHARING, "pigeon")])
def test_there_is_no_other_kind_or_channel(kind: str, channel: str) -> None:
    with pytest.raises(InvalidValueError):
        with_choice({}, kind, channel, on=True)
