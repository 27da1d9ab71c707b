"""What Telegram gives to pages and apps of a bot, signed as Telegram does it, and its page."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get

from cryptotracker.entrypoints.sandbox.pages import page
from cryptotracker.entrypoints.sandbox.services import BOT
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

USER: Final[dict[str, Any]] = {
    "id": 777,
    "first_name": "Ada",
    "last_name": "L.",
    "username": "ada",
}


def digest(key: bytes, fields: Mapping[str, Any]) -> str:
    lines = sorted(f"{name}={value}" for name, value in fields.items())
    return hmac.new(key, "\n".join(lines).encode(), sha256).hexdigest()


def init_data(bot: str, user: Mapping[str, Any], signed_at: int, **more: str) -> str:
    """Write what an app within Telegram is started with."""
    fields = {"auth_date": str(signed_at), "user": json.dumps(user), **more}
    key = hmac.new(b"WebAppData", bot.encode(), sha256).digest()
    return urlencode({**fields, "hash": digest(key, fields)})


def of_page(bot: str, user: Mapping[str, Any], signed_at: int) -> dict[str, Any]:
    """Return what a page gets from Telegram's login."""
    fields = {**user, "auth_date": signed_at}
    return {**fields, "hash": digest(sha256(bot.encode()).digest(), fields)}


def routes(sandbox: Sandbox) -> list[Any]:
    @get("/telegram-login/auth", sync_to_thread=False)
    def auth(request: Asked) -> Response[str]:
        back = request.query_params.get("return_to", "")
        if not back.startswith(("http://", "https://")):
            return Response("return_to is the address of a page", status_code=400)
        signed = of_page(BOT, USER, int(sandbox.market.clock.now().timestamp()))
        told = urlsafe_b64encode(json.dumps(signed).encode()).decode().rstrip("=")
        choices = [
            f'<a class="button" href="{escape(back)}#tgAuthResult={told}">Continue as Ada</a>',
            f'<a class="button" href="{escape(back)}">Refuse</a>',
        ]
        return page("Sign in with Telegram", "This is a stand-in of Telegram's page.", choices)

    return [auth]
