"""Answer OPTIONS with every method of an address.

The framework puts an address together from its handlers one by one, and names the first's alone.
"""

from collections.abc import Awaitable
from typing import Final

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Message, Receive, Scope, Send

ALLOW: Final = b"allow"


def allowing(app: ASGIApp) -> ASGIApp:
    def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "OPTIONS":
            return app(scope, receive, send)
        methods = methods_of(scope["litestar_app"], scope["path_template"])

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                rest = [each for each in message["headers"] if each[0].lower() != ALLOW]
                message["headers"] = [*rest, (ALLOW, ", ".join(methods).encode())]
            await send(message)

        return app(scope, receive, named)

    return chosen


def methods_of(app: Litestar, path: str) -> list[str]:
    found = {
        str(method)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path_format == path
        for method in route.route_handler_map
    }
    return sorted(found)
