"""How each route is asked, and what it answers to those whom it lets in."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from tests.askers import OWNER
from tests.people import WORDS
from tests.service import LEDGER

SWITCHED, OK, CREATED, ACCEPTED, EMPTY = 101, 200, 201, 202, 204
NOBODY, MAY_NOT, NOT_THERE = KEPT_OUT = (401, 403, 404)


@frozen(kw_only=True)
class Sample:
    """How a route is asked, and what it answers to those whom it lets in."""

    status: int = OK
    json: object = None
    files: Any = None
    query: Mapping[str, str] = field(factory=dict)


FORM: Final[Any] = {"file": ("mine.csv", LEDGER)}
EMAIL: Final = f"{OWNER}@example.org"
NO_TOKEN: Final = "x" * 43
PASSKEY: Final = {"id": "eA", "rawId": "eA", "type": "public-key"}
MADE: Final = dict.fromkeys(("clientDataJSON", "attestationObject"), "eA")
USED: Final = dict.fromkeys(
    ("clientDataJSON", "authenticatorData", "signature", "userHandle"), "eA"
)
PRICE: Final = {"asset": "SHARES", "currency": "EUR", "at": "2026-01-31", "price": "1.5"}
# Of exports, passkeys and issuers there are none: the owner, too, is told so.
SAMPLES: Final[Mapping[str, Sample]] = {
    "GET /": Sample(),
    "HEAD /": Sample(),
    "GET /{address}": Sample(),
    "HEAD /{address}": Sample(),
    "GET /docs": Sample(),
    "GET /docs/page.css": Sample(),
    "GET /health": Sample(),
    "GET /health/live": Sample(),
    "GET /health/ready": Sample(),
    "GET /metrics": Sample(),
    "GET /api/v1/openapi.json": Sample(),
    "GET /api/v1/auth": Sample(),
    "GET /api/v1/auth/jwks": Sample(),
    "POST /api/v1/auth/mfa": Sample(json={"ticket": NO_TOKEN, "code": "123456"}, status=NOBODY),
    "POST /api/v1/auth/passkey": Sample(
        json={"client": "api", "credential": PASSKEY | {"response": USED}}, status=NOBODY
    ),
    "POST /api/v1/auth/passkey/options": Sample(),
    "POST /api/v1/auth/login": Sample(
        json={"email": EMAIL, "password": WORDS, "client": "api"},
    ),
    "POST /api/v1/auth/logout": Sample(json={}, status=EMPTY),
    "POST /api/v1/auth/recover": Sample(json={"email": EMAIL}, status=ACCEPTED),
    "POST /api/v1/auth/refresh": Sample(json={"refresh_token": NO_TOKEN}, status=NOBODY),
    "POST /api/v1/auth/register": Sample(
        json={"email": "new@example.org", "password": WORDS, "name": "New"}, status=MAY_NOT
    ),
    "POST /api/v1/auth/reset": Sample(json={"token": NO_TOKEN, "password": WORDS}, status=400),
    "POST /api/v1/stream/tickets": Sample(status=201),
    "POST /api/v1/auth/step-up": Sample(json={"password": WORDS}),
    "POST /api/v1/auth/verify": Sample(json={"token": NO_TOKEN}, status=400),
    "GET /api/v1/me": Sample(),
    "PATCH /api/v1/me": Sample(json={"name": "Renamed"}),
    "GET /api/v1/me/preferences": Sample(),
    "PATCH /api/v1/me/preferences": Sample(json={"theme": "dark"}),
    "GET /api/v1/me/avatar": Sample(status=NOT_THERE),
    "PUT /api/v1/me/avatar": Sample(status=422),
    "DELETE /api/v1/me/avatar": Sample(status=EMPTY),
    "GET /api/v1/me/prices": Sample(),
    "POST /api/v1/me/prices": Sample(json=PRICE, status=CREATED),
    "PUT /api/v1/me/prices/{price_id}": Sample(json=PRICE),
    "DELETE /api/v1/me/prices/{price_id}": Sample(status=EMPTY),
    "PUT /api/v1/me/email": Sample(json={"email": "moved@example.org"}, status=ACCEPTED),
    "PUT /api/v1/me/password": Sample(json={"password": "a new one of mine"}, status=EMPTY),
    "GET /api/v1/me/sessions": Sample(),
    "DELETE /api/v1/me/sessions": Sample(status=EMPTY),
    "PATCH /api/v1/me/sessions/{session_id}": Sample(json={"device": "Mine"}),
    "DELETE /api/v1/me/sessions/{session_id}": Sample(status=EMPTY),
    "GET /api/v1/auth/oauth/{issuer}": Sample(status=303),
    "GET /api/v1/auth/oauth/{issuer}/callback": Sample(status=303),
    "POST /api/v1/auth/oauth/{issuer}": Sample(json={}, status=NOT_THERE),
    "POST /api/v1/auth/step-up/{issuer}": Sample(status=NOT_THERE),
    "POST /api/v1/auth/telegram": Sample(
        json={"init_data": "x", "client": "api"}, status=NOT_THERE
    ),
    "GET /api/v1/me/identities": Sample(),
    "POST /api/v1/me/identities/{issuer}": Sample(status=NOT_THERE),
    "POST /api/v1/me/identities/telegram": Sample(json={"init_data": "x"}, status=NOT_THERE),
    "DELETE /api/v1/me/identities/{identity_id}": Sample(status=NOT_THERE),
    "GET /api/v1/portfolios/{portfolio_id}/shares": Sample(),
    "POST /api/v1/portfolios/{portfolio_id}/shares": Sample(json={"kind": "link"}, status=CREATED),
    "PATCH /api/v1/portfolios/{portfolio_id}/shares/{share_id}": Sample(json={"label": "new"}),
    "DELETE /api/v1/portfolios/{portfolio_id}/shares/{share_id}": Sample(status=EMPTY),
    "GET /api/v1/portfolios/{portfolio_id}/comments": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/comments/threads": Sample(),
    "POST /api/v1/portfolios/{portfolio_id}/comments": Sample(json={"text": "?"}, status=CREATED),
    "PATCH /api/v1/portfolios/{portfolio_id}/comments/{comment_id}": Sample(
        json={"resolved": True}
    ),
    "DELETE /api/v1/portfolios/{portfolio_id}/comments/{comment_id}": Sample(status=EMPTY),
    "GET /api/v1/shared/{share_id}/comments": Sample(),
    "GET /api/v1/shared/{share_id}/comments/threads": Sample(),
    "POST /api/v1/shared/{share_id}/comments": Sample(json={"text": "?"}, status=MAY_NOT),
    "PATCH /api/v1/shared/{share_id}/comments/{comment_id}": Sample(
        json={"resolved": True}, status=MAY_NOT
    ),
    "DELETE /api/v1/shared/{share_id}/comments/{comment_id}": Sample(status=MAY_NOT),
    "GET /api/v1/shared": Sample(),
    "GET /api/v1/shared/{share_id}": Sample(),
    "GET /api/v1/shared/{share_id}/gains": Sample(),
    "GET /api/v1/shared/{share_id}/holdings": Sample(),
    "GET /api/v1/shared/{share_id}/income": Sample(),
    "GET /api/v1/shared/{share_id}/net-worth": Sample(),
    "GET /api/v1/shared/{share_id}/transactions": Sample(),
    "POST /api/v1/shared/{share_id}/imports": Sample(files=FORM, status=MAY_NOT),
    "POST /api/v1/shared/{share_id}/imports/{import_id}/undo": Sample(status=MAY_NOT),
    "GET /api/v1/links/current": Sample(status=NOT_THERE),
    "GET /api/v1/links/current/gains": Sample(status=NOT_THERE),
    "GET /api/v1/links/current/holdings": Sample(status=NOT_THERE),
    "GET /api/v1/links/current/income": Sample(status=NOT_THERE),
    "GET /api/v1/links/current/net-worth": Sample(status=NOT_THERE),
    "GET /api/v1/links/current/transactions": Sample(status=NOT_THERE),
    "POST /api/v1/links/open": Sample(json={"token": NO_TOKEN}, status=NOT_THERE),
    "GET /api/v1/me/factors": Sample(),
    "POST /api/v1/me/totp": Sample(),
    "PUT /api/v1/me/totp": Sample(json={"code": "123456"}, status=409),
    "DELETE /api/v1/me/totp": Sample(status=EMPTY),
    "POST /api/v1/me/recovery-codes": Sample(status=409),
    "GET /api/v1/me/passkeys": Sample(),
    "POST /api/v1/me/passkeys": Sample(
        json={"name": "Mine", "credential": PASSKEY | {"response": MADE}}, status=409
    ),
    "POST /api/v1/me/passkeys/options": Sample(),
    "PATCH /api/v1/me/passkeys/{passkey_id}": Sample(json={"name": "Mine"}, status=NOT_THERE),
    "DELETE /api/v1/me/passkeys/{passkey_id}": Sample(status=NOT_THERE),
    "GET /api/v1/me/tokens": Sample(),
    "POST /api/v1/me/tokens": Sample(
        json={"name": "New", "scopes": ["read"], "days": 1}, status=CREATED
    ),
    "DELETE /api/v1/me/tokens": Sample(status=EMPTY),
    "DELETE /api/v1/me/tokens/{token_id}": Sample(status=EMPTY),
    "GET /api/v1/me/security-log": Sample(),
    "GET /api/v1/me/exports": Sample(),
    "POST /api/v1/me/exports": Sample(status=ACCEPTED),
    "GET /api/v1/me/exports/{job_id}": Sample(status=NOT_THERE),
    "POST /api/v1/me/deletion": Sample(status=ACCEPTED),
    "GET /api/v1/portfolios": Sample(),
    "POST /api/v1/portfolios": Sample(json={"name": "New", "currency": "EUR"}, status=CREATED),
    "GET /api/v1/portfolios/{portfolio_id}": Sample(),
    "PATCH /api/v1/portfolios/{portfolio_id}": Sample(json={"name": "Renamed"}),
    "DELETE /api/v1/portfolios/{portfolio_id}": Sample(status=EMPTY),
    "GET /api/v1/portfolios/{portfolio_id}/accounts": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/gains": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/holdings": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/imports": Sample(),
    "POST /api/v1/portfolios/{portfolio_id}/imports": Sample(files=FORM, status=CREATED),
    "GET /api/v1/portfolios/{portfolio_id}/imports/{import_id}": Sample(),
    "POST /api/v1/portfolios/{portfolio_id}/imports/{import_id}/undo": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/income": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/issues": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/lots": Sample(query={"asset": "BTC"}),
    "GET /api/v1/portfolios/{portfolio_id}/net-worth": Sample(),
    "GET /api/v1/portfolios/{portfolio_id}/transactions": Sample(),
    "GET /api/v1/figures/{ref}": Sample(),
    "GET /api/v1/jobs": Sample(),
    "GET /api/v1/jobs/{job_id}": Sample(),
    "DELETE /api/v1/jobs/{job_id}": Sample(),
    "POST /api/v1/jobs/{job_id}/replay": Sample(status=409),
    "GET /api/v1/market/assets": Sample(query={"symbols": "BTC"}),
    "GET /api/v1/market/candles": Sample(
        query={"asset": "BTC", "currency": "EUR", "interval": "1h", "limit": "2"}
    ),
    "GET /api/v1/market/indicators": Sample(
        query={"asset": "BTC", "currency": "EUR", "interval": "1h", "limit": "2", "with": "sma:2"}
    ),
    "GET /api/v1/market/list": Sample(query={"assets": "BTC", "currency": "EUR"}),
    "GET /api/v1/market/overview": Sample(query={"currency": "EUR"}),
    "GET /api/v1/market/screener": Sample(query={"currency": "EUR", "limit": "1"}),
    "GET /api/v1/market/compare": Sample(query={"assets": "BTC,ETH", "currency": "EUR"}),
    "GET /api/v1/market/assets/{asset}/seasonality": Sample(query={"currency": "EUR"}),
    "GET /api/v1/watchlists": Sample(),
    "POST /api/v1/watchlists": Sample(json={"name": "New", "assets": ["BTC"]}, status=CREATED),
    "GET /api/v1/watchlists/{list_id}": Sample(),
    "PATCH /api/v1/watchlists/{list_id}": Sample(json={"name": "Renamed"}),
    "DELETE /api/v1/watchlists/{list_id}": Sample(status=EMPTY),
    "PUT /api/v1/watchlists/{list_id}/assets/{asset}": Sample(),
    "DELETE /api/v1/watchlists/{list_id}/assets/{asset}": Sample(),
    "GET /api/v1/watchlists/stars": Sample(),
    "PUT /api/v1/watchlists/stars/{asset}": Sample(status=EMPTY),
    "DELETE /api/v1/watchlists/stars/{asset}": Sample(status=EMPTY),
    "GET /api/v1/market/quotes": Sample(query={"assets": "bitcoin", "currency": "EUR"}),
    "GET /api/v1/market/prices": Sample(
        query={"asset": "BTC", "currency": "EUR", "at": "2026-01-31T12:00:00Z"}
    ),
    "GET /api/v1/market/prices/told": Sample(
        query={"asset": "BTC", "currency": "EUR", "day": "2026-01-31"}
    ),
    "POST /api/v1/market/back-fills": Sample(json={}, status=409),
    "GET /api/v1/market/sources": Sample(),
    "GET /api/v1/market/refusals": Sample(),
    "GET /api/v1/market/news": Sample(query={"assets": "BTC"}),
    "GET /api/v1/market/news/saved": Sample(),
    "PUT /api/v1/market/news/{article_id}/saved": Sample(status=NOT_THERE),
    "DELETE /api/v1/market/news/{article_id}/saved": Sample(status=EMPTY),
    "GET /api/v1/market/news/feeds": Sample(),
    "POST /api/v1/market/news/feeds": Sample(
        json={"url": "https://example.org/feed.xml"}, status=CREATED
    ),
    "PATCH /api/v1/market/news/feeds/{feed_id}": Sample(json={"paused": True}, status=NOT_THERE),
    "DELETE /api/v1/market/news/feeds/{feed_id}": Sample(status=NOT_THERE),
    "WS /api/v1/stream": Sample(status=SWITCHED),
}
