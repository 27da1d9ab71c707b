"""A stand-in of SendGrid: it takes letters over HTTP as its API v3 does."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from msgspec import DecodeError, json

from cryptotracker.entrypoints.sandbox.answering import Said, said, spoilt, takes
from cryptotracker.entrypoints.sandbox.services import SENDGRID_KEY
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

NAME: Final = "sendgrid"
LARGEST: Final = 30_000_000
NEEDED: Final = ("personalizations", "from", "subject", "content")
WORDS: Final = {
    400: "Bad Request",
    401: "The provided authorization grant is invalid, expired, or revoked",
    403: "access forbidden",
    413: "Payload Too Large",
    429: "too many requests",
}
OWN: Final[Mapping[str, tuple[int, str, str]]] = {
    "sender_refused": (403, "The from address does not match a verified Sender Identity.", "from"),
    "no_permission": (403, WORDS[403], ""),
    "too_large": (413, WORDS[413], ""),
}
"""What only it does wrong: the status, the words, and the field that they are about."""


def wrong(status: int, message: str, field: str = "") -> Said:
    error = {"message": message, "field": field or None, "help": None}
    return said({"errors": [error]}, status=status)


def refused(status: int, _: Mapping[str, str]) -> Said:
    return wrong(status, WORDS.get(status, "internal error"))


def routes(sandbox: Sandbox) -> list[Any]:
    @get("/sendgrid/v3/scopes")
    async def scopes(request: Asked) -> Response[Any]:
        fault = sandbox.fault(NAME)
        if not allowed(request):
            return spoilt(wrong(401, WORDS[401]), "")
        able = ["mail.batch.read"] if fault == "no_permission" else ["mail.send"]
        return spoilt(said({"scopes": able}), fault, refused)

    @post("/sendgrid/v3/mail/send", request_max_body_size=LARGEST)
    async def send(request: Asked) -> Response[Any]:
        fault, body = sandbox.fault(NAME), await request.body()
        right = wrong(*OWN[fault]) if fault in OWN else judged(request, body)
        if right is None:
            right = taken(sandbox, json.decode(body)) if takes(fault) else Said()
        return spoilt(right, fault, refused)

    return [scopes, send]


def allowed(request: Asked) -> bool:
    return request.headers.get("authorization") == f"Bearer {SENDGRID_KEY}"


def judged(request: Asked, body: bytes) -> Said | None:
    """Refuse what has no key, and what is no letter."""
    if not allowed(request):
        return wrong(401, WORDS[401])
    try:
        asked = json.decode(body)
        lacking = [name for name in NEEDED if not asked.get(name)]
        recipients = [each["to"] for each in asked["personalizations"]] if not lacking else []
    except (DecodeError, AttributeError, LookupError, TypeError):
        return wrong(400, WORDS[400])
    if lacking or not all(recipients):
        name = [*lacking, "personalizations.0.to"][0]
        return wrong(400, f"The {name} parameter is required and cannot be empty", name)
    return None


def taken(sandbox: Sandbox, letter: Mapping[str, Any]) -> Said:
    """Keep a letter, once for everybody whom it is to."""
    whence = letter["from"]
    text = "".join(part["value"] for part in letter["content"])
    for each in letter["personalizations"]:
        for to in each["to"]:
            facts = {"from": f"{whence.get('name', '')} <{whence['email']}>".strip()}
            facts |= {**letter.get("headers", {}), "tracking": tracking(letter)}
            sandbox.deliver(NAME, to["email"], letter["subject"], text, facts)
    return Said(status=202, headers={"x-message-id": f"sandbox-{sandbox.outbox.count}"})


def tracking(letter: Mapping[str, Any]) -> str:
    """Name what SendGrid would have added to follow its reader, unless told not to."""
    told = letter.get("tracking_settings", {})
    kinds = ("click_tracking", "open_tracking")
    return ", ".join(name for name in kinds if told.get(name, {}).get("enable", True)) or "none"
