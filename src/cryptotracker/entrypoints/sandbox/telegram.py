"""A stand-in of Telegram's Bot API: a bot that people write to, and that writes to them.

`POST /control/telegram/messages` has somebody write to the bot. Its webhook may be on this machine
only, and need not have TLS.
"""

from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from secrets import compare_digest
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from attrs import define, field
from httpx import AsyncClient, HTTPError
from litestar import Response, post, route
from litestar.params import FromPath, JSONBody
from msgspec import DecodeError, Struct, json

from cryptotracker.entrypoints.sandbox.answering import Said, said, spoilt, takes
from cryptotracker.entrypoints.sandbox.services import BOT
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox
from cryptotracker.entrypoints.sandbox.telegram_login import USER

Given: TypeAlias = Mapping[str, Any]

NAME: Final = "telegram"
LONGEST: Final = 4096
LIMIT_MOST: Final = 100
WAITING_MOST: Final = 1000
PATIENCE_SECONDS: Final = 5
HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
SIGN: Final = "x-telegram-bot-api-secret-token"
WORDS: Final = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
OWN: Final[Mapping[str, tuple[int, str, Mapping[str, int]]]] = {
    "blocked": (403, "Forbidden: bot was blocked by the user", {}),
    "deactivated": (403, "Forbidden: user is deactivated", {}),
    "migrated": (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": -1001234567890},
    ),
}
"""Why a message is not taken."""


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody writes to the bot."""

    text: str
    chat: int = USER["id"]


@define
class Bot:
    """The bot.

    Attributes:
        known: whom it may write to: only those who wrote to it before.
        webhook: where it wants to be told, and by which sign; empty if it asks by itself.
    """

    known: set[int] = field(factory=lambda: {USER["id"]})
    updates: deque[dict[str, Any]] = field(factory=lambda: deque(maxlen=WAITING_MOST))
    webhook: str = ""
    sign: str = ""
    count: int = 0

    def hear(self, text: str, chat: int, now: int) -> dict[str, Any]:
        """Take what somebody writes."""
        self.count += 1
        self.known.add(chat)
        who = {**USER, "id": chat, "is_bot": False}
        message = {
            "message_id": self.count,
            "from": who,
            "chat": {**USER, "id": chat, "type": "private"},
            "date": now,
            "text": text,
        }
        update = {"update_id": self.count, "message": message}
        if not self.webhook:
            self.updates.append(update)
        return update

    async def tell(self, update: Mapping[str, Any]) -> str:
        """Tell the webhook, if there is one; say what it answered."""
        if not self.webhook:
            return "waits for getUpdates"
        signed = {SIGN: self.sign} if self.sign else {}
        try:
            async with AsyncClient(trust_env=False, timeout=PATIENCE_SECONDS) as client:
                answer = await client.post(self.webhook, json=update, headers=signed)
        except HTTPError as error:
            return type(error).__name__
        return f"the webhook answered {answer.status_code}"


def routes(sandbox: Sandbox) -> list[Any]:
    bot = Bot()

    @route("/telegram/{bot_of:str}/{method:str}", http_method=["GET", "POST"], status_code=200)
    async def ask(request: Asked, bot_of: FromPath[str], method: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault(NAME)
        if not compare_digest(bot_of.encode(), f"bot{BOT}".encode()):
            return spoilt(refusal(401), "")
        if method not in METHODS:
            return spoilt(refusal(404), "")
        given = await arguments(request)
        does = takes(fault) or method != "sendMessage"
        right = METHODS[method](sandbox, bot, given, fault) if does else Said()
        return spoilt(right, fault, refused)

    @post("/control/telegram/messages")
    async def write(data: JSONBody[Written]) -> dict[str, str]:
        now = int(sandbox.market.clock.now().timestamp())
        return {"told": await bot.tell(bot.hear(data.text, data.chat, now))}

    return [ask, write]


async def arguments(request: Asked) -> dict[str, Any]:
    """Read what is given in the address, as a form, or in JSON."""
    body = await request.body()
    found: dict[str, Any] = dict(request.query_params)
    if "json" not in request.headers.get("content-type", ""):
        return found | dict(parse_qsl(body.decode(errors="replace")))
    try:
        more = json.decode(body)
    except DecodeError:
        more = None
    return found | (more if isinstance(more, dict) else {})


def granted(what: Any) -> Said:
    return said({"ok": True, "result": what})


def refusal(status: int, words: str = "", more: Mapping[str, int] | None = None) -> Said:
    told = words or WORDS.get(status, "Internal Server Error")
    found = {"ok": False, "error_code": status, "description": told}
    return said(found | ({"parameters": more} if more else {}), status=status)


def refused(status: int, headers: Mapping[str, str]) -> Said:
    if status != HTTPStatus.TOO_MANY_REQUESTS:
        return refusal(status)
    seconds = int(headers.get("retry-after", "1"))
    return refusal(status, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def get_me(_: Sandbox, __: Bot, ___: Given, ____: str) -> Said:
    number = int(BOT.partition(":")[0])
    about = {"id": number, "is_bot": True, "first_name": "Sandbox", "username": "sandbox_bot"}
    return granted(about)


def send_message(sandbox: Sandbox, bot: Bot, given: Given, fault: str) -> Said:
    if fault in OWN:
        return refusal(*OWN[fault])
    chat, text = str(given.get("chat_id", "")), str(given.get("text", ""))
    if chat not in map(str, bot.known):
        return refusal(400, "Bad Request: chat not found")
    if not text.strip():
        return refusal(400, "Bad Request: message text is empty")
    if len(text) > LONGEST:
        return refusal(400, "Bad Request: message is too long")
    facts = {name: str(given[name]) for name in ("parse_mode", "reply_markup") if name in given}
    kept = sandbox.deliver(NAME, chat, "", text, facts)
    whom = {**USER, "id": int(chat), "type": "private"}
    date = int(kept.at.timestamp())
    return granted({"message_id": kept.number, "date": date, "chat": whom, "text": text})


def get_updates(_: Sandbox, bot: Bot, given: Given, __: str) -> Said:
    if bot.webhook:
        return refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    first = number(given, "offset", 0)
    while bot.updates and bot.updates[0]["update_id"] < first:
        bot.updates.popleft()
    return granted(list(bot.updates)[: number(given, "limit", LIMIT_MOST)])


def set_webhook(_: Sandbox, bot: Bot, given: Given, __: str) -> Said:
    address = str(given.get("url", ""))
    if address and urlsplit(address).hostname not in HERE:
        return refusal(400, "Bad Request: bad webhook: the sandbox calls this machine only")
    bot.webhook, bot.sign = address, str(given.get("secret_token", ""))
    return granted(what=True)


def delete_webhook(_: Sandbox, bot: Bot, __: Given, ___: str) -> Said:
    bot.webhook = bot.sign = ""
    return granted(what=True)


def get_webhook_info(_: Sandbox, bot: Bot, __: Given, ___: str) -> Said:
    return granted({"url": bot.webhook, "pending_update_count": len(bot.updates)})


def number(given: Given, name: str, otherwise: int) -> int:
    text = str(given.get(name, ""))
    return int(text) if text.isdecimal() else otherwise


METHODS: Final[Mapping[str, Callable[[Sandbox, Bot, Given, str], Said]]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
"""What a bot can ask for; a fault says what is wrong."""
