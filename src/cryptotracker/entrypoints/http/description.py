"""The description of the API: OpenAPI for programs, a plain page for people."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Tag
from litestar.response import Response
from litestar.routes import HTTPRoute
from msgspec import json

from cryptotracker import __version__
from cryptotracker.domain.identity.permissions import PUBLIC
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.problems import PROBLEM_JSON, Problem

CONFIG: Final = OpenAPIConfig(
    title="CryptoTracker",
    version=__version__,
    description=(
        "Exact crypto portfolio figures, each of them explained. Money and quantities are strings "
        "of decimal digits; what nobody knows is null, never zero. Errors are problem documents."
    ),
    tags=[
        Tag(name="Signing in"),
        Tag(name="Myself"),
        Tag(name="Portfolios"),
        Tag(name="Imports"),
        Tag(name="Jobs"),
        Tag(name="Figures"),
        Tag(name="Shares"),
        Tag(name="Comments"),
        Tag(name="Market"),
        Tag(name="Watch-lists"),
        Tag(name="News"),
        Tag(name="Health"),
    ],
    use_handler_docstrings=True,
)
PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "reason"],
                "properties": {"pointer": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}
KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "A name of the caller's for this request: sent again, it is answered again.",
    "required": False,
}
METHODS: Final = ("get", "post", "patch", "put", "delete")


def described(app: Litestar) -> dict[str, Any]:
    """Return the OpenAPI document; any route may answer with a problem."""
    document: dict[str, Any] = json.decode(json.encode(app.openapi_schema.to_schema()))
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    problem = {
        "description": Problem.__doc__,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    kept = set(with_kept_answers(app))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in METHODS:
                responses = operation["responses"]
                responses.pop("400", None)
                responses["default"] = problem
            if method == "post" and path in kept:
                operation.setdefault("parameters", []).append(KEY)
    return document


def with_kept_answers(app: Litestar) -> Iterator[str]:
    """List where an answer is kept for whoever asks again: it is no secret."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and "POST" in route.route_handler_map:
            handler, _ = route.route_handler_map["POST"]
            if not handler.opt.get(UNKEPT):
                yield route.path_format


def routes(describe: Callable[[], dict[str, Any]]) -> list[HTTPRouteHandler]:
    """Make the handlers that show a description."""
    public = {"policy": PUBLIC}

    @get("/api/v1/openapi.json", include_in_schema=False, sync_to_thread=True, opt=public)
    def openapi() -> dict[str, Any]:
        return describe()

    @get("/docs", include_in_schema=False, sync_to_thread=True, opt=public)
    def docs() -> Response[str]:
        return Response(page(describe()), media_type="text/html")

    @get("/docs/page.css", include_in_schema=False, sync_to_thread=False, opt=public)
    def style() -> Response[str]:
        return Response(STYLE, media_type="text/css")

    return [openapi, docs, style]


STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: 14px/1.45 ui-monospace, monospace }
pre { overflow: auto; padding: .75rem; border: 1px solid #8885; border-radius: 6px }
summary { cursor: pointer; padding: .4rem 0 }
details { border-bottom: 1px solid #8883 }
.method { display: inline-block; min-width: 4rem; font-weight: 600 }
td { padding: .15rem 1rem .15rem 0; vertical-align: top }
"""


def page(document: dict[str, Any]) -> str:
    """Write the description out; it needs no script, and nothing from elsewhere."""
    info = document["info"]
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>{escape(info['title'])} API</title>",
        "<link rel='icon' href='/icon.svg'>",
        "<link rel='stylesheet' href='/docs/page.css'></head><body>",
        f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>",
        f"<p>{escape(info['description'])}</p>",
        "<p>For programs: <a href='/api/v1/openapi.json'>openapi.json</a></p>",
    ]
    for tag in document["tags"]:
        parts.append(f"<h2>{escape(tag['name'])}</h2>")
        parts += operations(document, tag["name"])
    parts.append("<h2>Shapes</h2>")
    schemas = document["components"]["schemas"]
    parts += [
        f"<details id='{escape(name)}'><summary><code>{escape(name)}</code></summary>"
        f"{formatted(schema)}</details>"
        for name, schema in sorted(schemas.items())
    ]
    return "".join([*parts, "</body></html>"])


def operations(document: dict[str, Any], tag: str) -> list[str]:
    return [
        operation(path, method, found)
        for path, methods in sorted(document["paths"].items())
        for method, found in methods.items()
        if method in METHODS and tag in found.get("tags", ())
    ]


def operation(path: str, method: str, found: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(each['name'])}</code></td><td>{escape(each['in'])}</td>"
        f"<td>{'required' if each.get('required') else ''}</td>"
        f"<td>{escape(each.get('description', ''))}</td></tr>"
        for each in found.get("parameters", ())
    )
    body = found.get("requestBody", {}).get("content")
    sent = f"<p>Body</p>{formatted(body)}" if body else ""
    return (
        f"<details><summary><span class='method'>{method.upper()}</span>"
        f"<code>{escape(path)}</code> {escape(found.get('summary', ''))}</summary>"
        f"<table>{rows}</table>{sent}<p>Answers</p>{formatted(found['responses'])}</details>"
    )


def formatted(value: object) -> str:
    return f"<pre>{escape(json.format(json.encode(value), indent=2).decode())}</pre>"
