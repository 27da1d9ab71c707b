"""Passkeys: the vectors of the standard, and that nothing which was changed is verified."""

from typing import Any, Final
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.security.passkeys import WebAuthn
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.ports.factors import Answer, AnswerRefusedError
from tests.authenticator import Device, decoded, encoded
from tests.contract.people import ADA, NOW

HERE = WebAuthn("https://tracker.example.org")
STANDARD = WebAuthn("https://example.org")
EXTRA: Final = (
    ',"extraData":"clientDataJSON may be extended with additional fields in the future, '
    'such as this: {}"'
)
"""What the vectors add to what a browser says."""


def answer(document: dict[str, Any]) -> Answer:
    return Answer(credential=document["id"], document=document)


def vector(name: str, said: str, **response: str) -> Answer:
    parts = {"clientDataJSON": encoded(said.encode())}
    parts |= {key: encoded(bytes.fromhex(value)) for key, value in response.items()}
    credential = encoded(bytes.fromhex(name))
    whole = {"id": credential, "rawId": credential, "type": "public-key", "response": parts}
    return answer(whole)


def said(kind: str, challenge: str, more: str) -> str:
    text = encoded(bytes.fromhex(challenge))
    first = f'"type":"webauthn.{kind}","challenge":"{text}","origin":"https://example.org"'
    return "{" + first + f',"crossOrigin":false{EXTRA.format(more)}' + "}"


SELF_ID = "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c"
SELF_CHALLENGE = "7869c2b772d4b58eba9378cf8f29e26cf935aa77df0da89fa99c0bdc0a76f7e5"
SELF_USE = "4478a10b1352348dd160c1353b0d469b5db19eb91c27f7dfa6fed39fe26af20b"
SELF_MADE = vector(
    SELF_ID,
    said("create", SELF_CHALLENGE, "U9hTXvKE2URkMnb_0xYHVg"),
    attestationObject="a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a"
    "20754ab925005dbf378097c92120031581c73228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121"
    "fa3d3a26d17fe3f220272178f473b6006d68617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7"
    "f8edd46592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020455ef34e2043a87db3d4af"
    "eb39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc651559fecf07af45"
    "0fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183"
    "fee484f2",
)
NONE_CHALLENGE = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130"
NONE_MADE = vector(
    "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
    said("create", NONE_CHALLENGE, "BkQeDjdcTBrXBiAwJTLE5Q"),
    attestationObject="a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b06"
    "3360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020"
    "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97"
    "ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717"
    "c12cc68ed73290af2e2664796b9220",
)


def kept(credential: str, public_key: bytes, sign_count: int = 0) -> Passkey:
    return Passkey(
        id=UUID(int=1),
        user_id=ADA.id,
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        name="mine",
        created_at=NOW,
    )


def test_the_passkey_of_the_standard_that_looked_at_its_user_is_taken() -> None:
    made = STANDARD.made(SELF_MADE, bytes.fromhex(SELF_CHALLENGE))

    assert made.credential == encoded(bytes.fromhex(SELF_ID))
    assert STANDARD.challenge_of(SELF_MADE) == bytes.fromhex(SELF_CHALLENGE)


def test_those_of_the_standard_that_did_not_look_are_refused() -> None:
    made = STANDARD.made(SELF_MADE, bytes.fromhex(SELF_CHALLENGE))
    used = vector(
        SELF_ID,
        said("get", SELF_USE, "gTb53rz6EhSWomXGzimC1Q"),
        authenticatorData="bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b509"
        "00000000",
        signature="304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94"
        "dd00047b316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66",
        userHandle=ADA.id.hex,
    )

    with pytest.raises(AnswerRefusedError):
        STANDARD.made(NONE_MADE, bytes.fromhex(NONE_CHALLENGE))
    with pytest.raises(AnswerRefusedError):
        STANDARD.verified(used, bytes.fromhex(SELF_USE), kept(made.credential, made.public_key))


CHALLENGE = bytes(range(32))
ASKED = {"challenge": encoded(CHALLENGE), "user": {"id": encoded(ADA.id.bytes)}}
DEVICE = Device()
MADE = DEVICE.make(ASKED)
USED = DEVICE.use(ASKED)
KEPT = kept(MADE["id"], HERE.made(answer(MADE), CHALLENGE).public_key)


def test_what_a_device_answers_is_verified() -> None:
    assert HERE.verified(answer(USED), CHALLENGE, KEPT) == 1


@pytest.mark.parametrize("part", sorted(USED["response"]))
def test_not_one_bit_of_it_may_be_another(part: str) -> None:
    plain = decoded(USED["response"][part])
    passed = []
    for bit in range(len(plain) * 8):
        changed = bytearray(plain)
        changed[bit // 8] ^= 1 << bit % 8
        response = USED["response"] | {part: encoded(bytes(changed))}
        try:
            HERE.verified(answer(USED | {"response": response}), CHALLENGE, KEPT)
            passed.append(bit)
        except AnswerRefusedError:
            continue

    assert passed == []


def test_it_is_good_for_its_challenge_its_user_and_its_passkey_alone() -> None:
    other = evolve(KEPT, user_id=UUID(int=99))
    copied = evolve(KEPT, sign_count=1)

    with pytest.raises(AnswerRefusedError):
        HERE.verified(answer(USED), bytes(32), KEPT)
    with pytest.raises(AnswerRefusedError):
        HERE.verified(answer(USED), CHALLENGE, other)
    with pytest.raises(AnswerRefusedError):
        HERE.verified(answer(USED), CHALLENGE, copied)
    with pytest.raises(AnswerRefusedError):
        HERE.verified(Answer(credential="other", document=USED), CHALLENGE, KEPT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary().map(encoded),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")


@given(st.dictionaries(st.sampled_from(PARTS), JSON), st.sampled_from(PARTS))
def test_whatever_comes_is_verified_or_refused(response: dict[str, Any], part: str) -> None:
    for valid in (MADE, USED):
        whole = valid["response"] | ({part: response[part]} if part in response else response)
        given_answer = answer(valid | {"response": whole})
        for ask in (
            HERE.challenge_of,
            lambda each: HERE.made(each, CHALLENGE),
            lambda each: HERE.verified(each, CHALLENGE, KEPT),
        ):
            try:
                ask(given_answer)
            except AnswerRefusedError:
                continue


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_bytes_that_are_cut_and_patched_are_verified_or_refused(
    patch: bytes, start: int, end: int
) -> None:
    plain = decoded(MADE["response"]["attestationObject"])
    changed = encoded(plain[:start] + patch + plain[end:])
    response = MADE["response"] | {"attestationObject": changed}
    try:
        made = HERE.made(answer(MADE | {"response": response}), CHALLENGE)
    except AnswerRefusedError:
        return

    assert made.credential
