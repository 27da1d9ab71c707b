"""The routes of the stand-in of an issuer: what programs ask it, and the page that people see."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from litestar import Response, get, route
from litestar.params import FromPath
from litestar.response import Redirect

from cryptotracker.entrypoints.sandbox.answering import Said, said, spoilt
from cryptotracker.entrypoints.sandbox.issuer import ADA, Issuer, Person, lie
from cryptotracker.entrypoints.sandbox.pages import page
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

NAME: Final = "issuer"
REFUSES: Final = "refuses"
PEOPLE: Final[Mapping[str, Person]] = {
    "ada": ADA,
    "bob": {"sub": "0815", "email": "bob@example.org", "email_verified": True, "name": "Bob"},
    "cleo": {"sub": "1234", "email": "cleo@example.org", "email_verified": False, "name": "Cleo"},
}


def routes(sandbox: Sandbox) -> list[Any]:
    issuer = Issuer(address=sandbox.address)

    @route("/issuer/{path:path}", http_method=["GET", "POST"], status_code=200)
    async def programs(request: Asked, path: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault(NAME)
        issuer.address = f"{sandbox.address}/issuer"
        lie(issuer, fault)
        form = dict(parse_qsl((await request.body()).decode(errors="replace")))
        status, what = issuer.answer(str(path), dict(request.headers), form)
        return spoilt(said(what, status=status), fault, refused)

    @get(["/issuer/authorize", "/issuer/login/oauth/authorize"], sync_to_thread=False)
    def people(request: Asked) -> Response[str]:
        asked = request.url.query
        links = {f"Continue as {who['name']}": name for name, who in PEOPLE.items()}
        found = [
            f'<a class="button" href="agree?{escape(asked)}&amp;person={name}">{escape(words)}</a>'
            for words, name in {**links, "Refuse": REFUSES}.items()
        ]
        return page("Sign in elsewhere", "This issuer is a stand-in: choose who you are.", found)

    @get(["/issuer/agree", "/issuer/login/oauth/agree"], sync_to_thread=False)
    def agree(request: Asked) -> Redirect | Response[str]:
        who = request.query_params.get("person", "")
        try:
            if who == REFUSES:
                return Redirect(denied(request.query_params), status_code=303)
            back = issuer.consent(str(request.url), PEOPLE[who])
            return Redirect(back, status_code=303)
        except (AssertionError, LookupError):
            return Response("What asked for this did not say all.", status_code=400)

    return [programs, people, agree]


def denied(asked: Mapping[str, str]) -> str:
    words = {"error": "access_denied", "state": asked["state"]}
    return f"{asked['redirect_uri']}?{urlencode(words)}"


def refused(status: int, _: Mapping[str, str]) -> Said:
    kinds = {401: "invalid_client", 403: "access_denied", 429: "slow_down"}
    return said({"error": kinds.get(status, "server_error")}, status=status)
