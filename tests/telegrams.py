"""What Telegram gives to pages and apps of a bot, signed just now by the sandbox's Telegram."""

import time
from collections.abc import Mapping
from typing import Any, Final

from cryptotracker.entrypoints.sandbox import telegram_login
from cryptotracker.entrypoints.sandbox.telegram_login import USER

__all__ = ["BOT", "USER", "init_data", "of_page"]

BOT: Final = "42:canary-token_of_the_bot"


def init_data(age: int = 0, user: Mapping[str, Any] = USER, bot: str = BOT, **more: str) -> str:
    """Write what an app within Telegram is started with."""
    return telegram_login.init_data(bot, user, int(time.time()) - age, **more)


def of_page(age: int = 0, user: Mapping[str, Any] = USER, bot: str = BOT) -> dict[str, Any]:
    """Return what a page gets from Telegram's login."""
    return telegram_login.of_page(bot, user, int(time.time()) - age)
