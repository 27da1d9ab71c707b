"""A seal holds: no byte can be changed and no part of the place, whatever was sealed and where."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import asdict, evolve
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.security.ciphers import (
    DoesNotOpenError,
    padded,
    seal,
    unpadded,
    unseal,
    written,
)
from cryptotracker.adapters.security.letters import SUITE, about
from cryptotracker.ports.secrets import Place

KEY: Final = bytes(range(32))
PAIR: Final = X25519PrivateKey.from_private_bytes(bytes(range(32)))

texts = st.text(max_size=20)
places = st.builds(
    Place,
    user=st.uuids(),
    record=st.uuids(),
    kind=texts,
    field=texts,
    version=st.integers(0, 10**9),
)
plains = st.text(max_size=600).map(str.encode)

Sealing = Callable[[bytes, Place], bytes]
SEALS: Final[Mapping[str, tuple[Sealing, Sealing]]] = {
    "data key": (
        lambda plain, place: seal(KEY, plain, *place.about),
        lambda sealed, place: unseal(KEY, sealed, *place.about),
    ),
    "worker key": (
        lambda plain, place: SUITE.encrypt(plain, PAIR.public_key(), info=about(1, place)),
        lambda sealed, place: SUITE.decrypt(sealed, PAIR, info=about(1, place)),
    ),
}
REFUSED: Final = (DoesNotOpenError, InvalidTag)


@pytest.mark.parametrize("by", SEALS)
@given(plain=plains, place=places)
def test_what_was_sealed_comes_out_and_its_length_is_hidden(
    by: str, plain: bytes, place: Place
) -> None:
    shut, opened = SEALS[by]

    sealed = shut(padded(plain), place)

    assert unpadded(opened(sealed, place)) == plain
    assert len(padded(plain)) % 256 == 0
    assert len(padded(plain)) - len(plain) in range(1, 257)


@pytest.mark.parametrize("by", SEALS)
@given(place=places, bit=st.integers(0, 7))
def test_no_byte_can_be_changed(by: str, place: Place, bit: int) -> None:
    shut, opened = SEALS[by]
    sealed = shut(padded(b"secret"), place)

    held = [at for at in range(len(sealed)) if not opens(opened, flipped(sealed, at, bit), place)]

    assert held == list(range(len(sealed)))
    assert not opens(opened, sealed[:-1], place)
    assert not opens(opened, sealed + b"\x00", place)
    assert not opens(opened, b"", place)


@pytest.mark.parametrize("by", SEALS)
@given(place=places, other=places)
def test_no_part_of_the_place_can_be_changed(by: str, place: Place, other: Place) -> None:
    shut, opened = SEALS[by]
    sealed = shut(b"secret", place)
    moved = [evolve(place, **{name: value}) for name, value in asdict(other).items()]

    assert [opens(opened, sealed, each) for each in moved] == [each == place for each in moved]


@given(first=st.lists(texts), second=st.lists(texts))
def test_no_two_lists_of_parts_are_written_alike(first: list[str], second: list[str]) -> None:
    assert (written(*first) == written(*second)) == (first == second)


def test_a_place_is_written_as_the_reference_says() -> None:
    place = Place(user=UUID(int=1), record=UUID(int=2), kind="kraken", field="secret", version=3)

    assert written(*place.about) == (
        b"\x00\x00\x00\x04cred\x00\x00\x00\x011"
        b"\x00\x00\x00\x2400000000-0000-0000-0000-000000000001"
        b"\x00\x00\x00\x2400000000-0000-0000-0000-000000000002"
        b"\x00\x00\x00\x06kraken\x00\x00\x00\x06secret\x00\x00\x00\x013"
    )


def flipped(sealed: bytes, at: int, bit: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1 << bit]) + sealed[at + 1 :]


def opens(opened: Any, sealed: bytes, place: Place) -> bool:
    try:
        opened(sealed, place)
    except REFUSED:
        return False
    return True
