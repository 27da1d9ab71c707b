"""Passkeys by the library of WebAuthn; for one place, and never without a look at the user."""

import json
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlsplit

import webauthn
from attrs import frozen
from cryptography.exceptions import UnsupportedAlgorithm
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json,
    parse_attestation_object,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.factors import (
    Answer,
    AnswerRefusedError,
    Authenticators,
    Document,
    Made,
)

NAME: Final = "CryptoTracker"
WAIT_MS: Final = 300_000
"""So long a browser waits for its user; the challenge is good no longer."""
REQUIRED: Final = UserVerificationRequirement.REQUIRED
FORMATS: Final = frozenset({"none", "packed"})
"""Of what a device says about itself we ask for nothing; some sign with the new key itself."""

WRONG: Final = (
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    WebAuthnException,
)
"""What the library raises at bytes that are not what they should be."""


@frozen
class WebAuthn(Authenticators):
    """Passkeys of the site at an address: its host is what they are bound to."""

    _site: str

    def creation(self, challenge: bytes, user: User, known: Collection[str]) -> Document:
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=NAME,
            user_id=user.id.bytes,
            user_name=user.email,
            user_display_name=user.name,
            challenge=challenge,
            timeout=WAIT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known
            ],
        )
        return document(options_to_json(options))

    def request(self, challenge: bytes) -> Document:
        options = webauthn.generate_authentication_options(
            rp_id=self._host, challenge=challenge, timeout=WAIT_MS, user_verification=REQUIRED
        )
        return document(options_to_json(options))

    def challenge_of(self, answer: Answer) -> bytes:
        try:
            said = said_by_browser(answer)
            if said.get("crossOrigin"):  # a page of others had ours in a frame
                raise AnswerRefusedError
            return base64url_to_bytes(said["challenge"])
        except WRONG as error:
            raise AnswerRefusedError from error

    def made(self, answer: Answer, challenge: bytes) -> Made:
        try:
            found = webauthn.verify_registration_response(
                credential=dict(answer.document),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
            said = parse_attestation_object(found.attestation_object)
            if said.fmt not in FORMATS:
                raise AnswerRefusedError
            # A key that verifies nothing would be noticed on the day it is needed.
            decoded_public_key_to_cryptography(
                decode_credential_public_key(found.credential_public_key)
            )
        except WRONG as error:
            raise AnswerRefusedError from error
        return Made(
            credential=bytes_to_base64url(found.credential_id),
            public_key=found.credential_public_key,
            sign_count=found.sign_count,
        )

    def verified(self, answer: Answer, challenge: bytes, passkey: Passkey) -> int:
        try:
            handle = base64url_to_bytes(answer.document["response"]["userHandle"])
            if handle != passkey.user_id.bytes or answer.credential != passkey.credential:
                raise AnswerRefusedError
            found = webauthn.verify_authentication_response(
                credential=dict(answer.document),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except WRONG as error:
            raise AnswerRefusedError from error
        return found.new_sign_count

    @property
    def _host(self) -> str:
        return urlsplit(self._site).hostname or ""

    @property
    def _origin(self) -> str:
        site = urlsplit(self._site)
        return f"{site.scheme}://{site.netloc}"


def document(text: str) -> Document:
    found: Document = json.loads(text)
    return found


def said_by_browser(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        base64url_to_bytes(answer.document["response"]["clientDataJSON"])
    )
    return found
