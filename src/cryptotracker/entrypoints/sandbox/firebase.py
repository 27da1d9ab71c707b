"""A stand-in of Firebase Cloud Messaging, HTTP v1, and of the tokens that it is asked with.

`GET /firebase/service-account.json` is the file that a program is given to ask it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import DecodeError, json

from cryptotracker.entrypoints.sandbox.answering import Said, said, spoilt, takes
from cryptotracker.entrypoints.sandbox.issuer import BITS
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

NAME: Final = "firebase"
PROJECT: Final = "sandbox"
EMAIL: Final = "tracker@sandbox.iam.gserviceaccount.com"
SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
BEARER: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ACCESS: Final = "ya29.of-the-sandbox"
LARGEST: Final = 4096
KIND: Final = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
STATUSES: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
OWN: Final[Mapping[str, tuple[int, str, str]]] = {
    "unregistered": (404, "UNREGISTERED", "Requested entity was not found."),
    "quota_exceeded": (429, "QUOTA_EXCEEDED", "Quota exceeded for this message."),
    "sender_mismatch": (403, "SENDER_ID_MISMATCH", "SenderId mismatch"),
    "third_party_auth_error": (401, "THIRD_PARTY_AUTH_ERROR", "Auth error from APNS"),
}
"""What only it does wrong: the status, its own code, and the words."""


@lru_cache(maxsize=1)
def account_key() -> RSAKey:
    """Make the key of the program that asks: once, for it takes a tenth of a second."""
    return RSAKey.generate_key(BITS, {"kid": "sandbox", "use": "sig", "alg": "RS256"})


def service_account(address: str) -> dict[str, str]:
    """Write the file that Google would give, with addresses that lead here."""
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "sandbox",
        "private_key": account_key().as_pem(private=True).decode(),
        "client_email": EMAIL,
        "client_id": "100000000000000000042",
        "token_uri": f"{address}/firebase/token",
    }


def routes(sandbox: Sandbox) -> list[Any]:
    @get("/firebase/service-account.json", sync_to_thread=False)
    def account() -> dict[str, str]:
        return service_account(sandbox.address)

    @post("/firebase/token", status_code=200)
    async def token(request: Asked) -> Response[Any]:
        fault = sandbox.fault(NAME)
        form = dict(parse_qsl((await request.body()).decode(errors="replace")))
        return spoilt(exchanged(form, f"{sandbox.address}/firebase/token"), fault, no_token)

    @post("/firebase/v1/projects/{project:str}/{what:str}", status_code=200)
    async def send(request: Asked, project: FromPath[str], what: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault(NAME)
        right = judged(request, project, what, await request.body())
        if right is None and fault in OWN:
            right = problem(*OWN[fault])
        if right is None:
            message = json.decode(await request.body())["message"]
            right = taken(sandbox, message) if takes(fault) else Said()
        return spoilt(right, fault, refused)

    return [account, token, send]


def exchanged(form: Mapping[str, str], here: str) -> Said:
    """Give a token for an assertion, as OAuth has it of programs without people (RFC 7523)."""
    try:
        claims = jwt.decode(form.get("assertion", ""), account_key(), algorithms=["RS256"]).claims
    except (JoseError, ValueError):
        return said({"error": "invalid_grant", "error_description": "Invalid JWT"}, status=400)
    wanted = {"iss": EMAIL, "aud": here, "scope": SCOPE}
    wrong = [name for name, value in wanted.items() if claims.get(name) != value]
    if form.get("grant_type") != BEARER or wrong:
        words = f"Invalid {', '.join(wrong) or 'grant_type'}"
        return said({"error": "invalid_grant", "error_description": words}, status=400)
    return said({"access_token": ACCESS, "expires_in": 3599, "token_type": "Bearer"})


def judged(request: Asked, project: str, what: str, body: bytes) -> Said | None:
    """Refuse who has no token, and what is no message."""
    if request.headers.get("authorization") != f"Bearer {ACCESS}":
        return problem(401, "", "Request had invalid authentication credentials.")
    if what != "messages:send":
        return problem(404, "", "Method not found.")
    if project != PROJECT:
        return problem(403, "SENDER_ID_MISMATCH", "SenderId mismatch")
    try:
        message = json.decode(body)["message"]
        whom = [name for name in ("token", "topic", "condition") if message.get(name)]
        data = message.get("data", {}).values()
    except (DecodeError, LookupError, TypeError, AttributeError):
        return problem(400, "INVALID_ARGUMENT", "Invalid JSON payload received.")
    if len(whom) != 1 or len(body) > LARGEST or not all(isinstance(each, str) for each in data):
        return problem(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    return None


def taken(sandbox: Sandbox, message: Mapping[str, Any]) -> Said:
    shown = message.get("notification", {})
    to = message.get("token") or message.get("topic") or message["condition"]
    facts = message.get("data", {})
    kept = sandbox.deliver(NAME, to, shown.get("title", ""), shown.get("body", ""), facts)
    return said({"name": f"projects/{PROJECT}/messages/{kept.number}"})


def problem(status: int, code: str, words: str) -> Said:
    found: dict[str, Any] = {"code": status, "message": words, "status": STATUSES[status]}
    more = {"details": [{"@type": KIND, "errorCode": code}]} if code else {}
    return said({"error": found | more}, status=status)


def refused(status: int, _: Mapping[str, str]) -> Said:
    return problem(status, STATUSES[status], "The service said no.")


def no_token(status: int, _: Mapping[str, str]) -> Said:
    return said({"error": "internal_failure"}, status=status)
