"""Ask a server, as the user of a token.

It is loaded by name, by those who need it: what speaks HTTP takes long to load.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import httpx
from attrs import frozen

from cryptotracker import __version__
from cryptotracker.domain.errors import ServerUnavailableError
from cryptotracker.entrypoints.cli.remote_sign_in import SignIn

API: Final = "/api/v1"
PATIENCE: Final = httpx.Timeout(10, read=600)
"""Seconds; a large file takes long to be read into a portfolio."""


@frozen
class Server:
    """A server that answers documents; what it refuses raises ServerUnavailableError."""

    _client: httpx.Client
    _address: str

    def get(self, path: str, **parameters: str | None) -> Any:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._answered("GET", path, params=given)

    def post(self, path: str, **content: Any) -> Any:
        return self._answered("POST", path, **content)

    def every(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Go through a list to its end."""
        cursor: str | None = None
        while True:
            page = self.get(path, limit="500", cursor=cursor)
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _answered(self, method: str, path: str, **content: Any) -> Any:
        try:
            answer = self._client.request(method, f"{API}{path}", **content)
            document = answer.json() if answer.content else None
        except httpx.HTTPError as error:
            self._refuse(f"it cannot be reached: {type(error).__name__}")
        except ValueError:
            self._refuse("it answers something else than a document; is the address right?")
        if not answer.is_success:
            self._refuse(refusal(answer.status_code, document))
        return document

    def _refuse(self, reason: str) -> None:
        raise ServerUnavailableError(server=self._address, reason=reason)


@contextmanager
def opened(found: SignIn) -> Iterator[Server]:
    """Open the way to a server. It leads nowhere else: the token is for this one alone."""
    headers = {
        "Authorization": f"Bearer {found.token}",
        "User-Agent": f"cryptotracker/{__version__}",
    }
    with httpx.Client(
        base_url=found.server,
        headers=headers,
        timeout=PATIENCE,
        follow_redirects=False,
        trust_env=found.server.startswith("https:"),  # a proxy could read what is sent without TLS
    ) as client:
        yield Server(client, found.server)


def refusal(status: int, document: object) -> str:
    """Say in the server's words why it refuses."""
    if not isinstance(document, dict) or "title" not in document:
        return f"it answers {status}"
    wrong = [f"{each['pointer']}: {each['reason']}" for each in document.get("errors", ())]
    return f"{document['title']}. {' '.join([str(document.get('detail', '')), *wrong])}".strip()
