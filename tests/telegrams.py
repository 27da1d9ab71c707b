"""What Telegram gives to pages and apps of a bot, signed as Telegram does it."""

import hmac
import json
import time
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

BOT: Final = "42:canary-token_of_the_bot"
USER: Final = {"id": 777, "first_name": "Ada", "last_name": "L.", "username": "ada"}


def digest(key: bytes, fields: dict[str, Any]) -> str:
    lines = sorted(f"{name}={value}" for name, value in fields.items())
    return hmac.new(key, "\n".join(lines).encode(), sha256).hexdigest()


def init_data(age: int = 0, user: dict[str, Any] = USER, bot: str = BOT, **more: str) -> str:
    """Write what an app within Telegram is started with."""
    fields = {"auth_date": str(int(time.time()) - age), "user": json.dumps(user), **more}
    key = hmac.new(b"WebAppData", bot.encode(), sha256).digest()
    return urlencode({**fields, "hash": digest(key, fields)})


def of_page(age: int = 0, user: dict[str, Any] = USER, bot: str = BOT) -> dict[str, Any]:
    """Return what a page gets from Telegram's login."""
    fields = {**user, "auth_date": int(time.time()) - age}
    return {**fields, "hash": digest(sha256(bot.encode()).digest(), fields)}
