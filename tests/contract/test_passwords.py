"""What holds of hashed passwords, and of the list of those that are guessed first."""

import asyncio
import threading
from hashlib import sha1
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from cryptotracker.adapters.security.argon2 import Argon2Passwords, nobodys
from cryptotracker.adapters.security.common_passwords import common_passwords
from cryptotracker.adapters.security.leaked_passwords import LeakedPasswords
from cryptotracker.domain.identity.errors import PasswordRefusedError
from cryptotracker.domain.identity.passwords import check_password

WORDS = "seven hungry squirrels"


async def test_a_password_fits_its_own_hash_and_no_other() -> None:
    passwords = Argon2Passwords()
    first, second = await passwords.hashed(WORDS), await passwords.hashed(WORDS)

    assert first != second
    assert await passwords.fits(WORDS, first)
    assert not await passwords.fits(WORDS + " ", first)
    assert not await passwords.fits(WORDS.title(), first)


async def test_a_password_is_hashed_with_what_is_asked_for() -> None:
    hashed = await Argon2Passwords().hashed(WORDS)

    assert hashed.startswith("$argon2id$v=19$m=47104,t=1,p=1$")


@pytest.mark.parametrize("hashed", [None, "", "plain", "$argon2id$v=19$m=1$$"])
async def test_nothing_fits_what_is_no_hash(hashed: str | None) -> None:
    assert not await Argon2Passwords().fits(WORDS, hashed)


def test_nobodys_hash_asks_for_the_same_work() -> None:
    assert not PasswordHasher(47104 // 47104, 47104, 1).check_needs_rehash(nobodys())
    assert nobodys() != nobodys()


def test_a_hash_of_less_work_is_dated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(WORDS)

    assert Argon2Passwords().is_dated(weak)
    assert Argon2Passwords().is_dated("no hash")
    assert not Argon2Passwords().is_dated(nobodys())


async def test_two_at_once_are_worked_at() -> None:
    passwords = Argon2Passwords()

    await asyncio.gather(*(passwords.fits(WORDS, None) for _ in range(6)))

    names = [each.name for each in threading.enumerate() if each.name.startswith("argon2")]
    assert len({name for name in names if name.endswith(("_0", "_1"))}) == 2
    assert not [name for name in names if name.endswith("_2")]


def test_ten_thousand_common_ones_are_refused() -> None:
    common = common_passwords()

    assert len(common) == 10_000
    assert {"password", "12345678", "iloveyou", "football"} <= common
    assert min(map(len, common)) == 8


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short 7", "fewer than 8"),
        ("äöü", "fewer than 8"),
        ("x" * 1025, "more than 1024 bytes"),
        ("ä" * 513, "more than 1024 bytes"),
        ("Iloveyou", "most common"),
        ("PASSWORD1", "most common"),
        ("ada.lovelace 1815", "the name of your e-mail"),
        ("CryptoTracker", "that of this product"),
        ("\ud800aaaaaaaa", "not text"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefusedError, match=reason):
        check_password(password, "Ada.Lovelace@example.org", common_passwords())


@pytest.mark.parametrize(
    "password", ["        ", "\t\n ünïcödé \0 ", "correct horse", "x" * 1024, "ada12345 of me"]
)
def test_any_other_is_taken_as_it_is(password: str) -> None:
    check_password(password, "ada@example.org", common_passwords() - {password})


@pytest.mark.parametrize("ending", [":17\r\n", ":3\n", "\n"])
def test_a_leaked_password_is_found_wherever_in_the_list_it_is(tmp_path: Path, ending: str) -> None:
    leaked = [f"leaked number {each}" for each in range(50)]
    digests = sorted(sha1(each.encode(), usedforsecurity=False).hexdigest() for each in leaked)
    path = tmp_path / "leaked.txt"
    path.write_bytes("".join(f"{each.upper()}{ending}" for each in digests).encode())
    found = LeakedPasswords(path)

    assert [each for each in leaked if each not in found] == []
    assert not [each for each in range(50) if f"another {each}" in found]
    with pytest.raises(PasswordRefusedError, match="leaked"):
        check_password("leaked number 7", "ada@example.org", (), found)


def test_a_list_of_nothing_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "leaked.txt").write_bytes(b"")

    assert "anything" not in LeakedPasswords(tmp_path / "leaked.txt")
