"""What is described to callers, to be tried on a running product: by nobody, and by everybody."""

from ipaddress import ip_address
from itertools import count
from typing import Any, Final
from uuid import UUID

import httpx
import schemathesis
from attrs import define, field
from schemathesis import Case
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cryptotracker.entrypoints.http.app import describe
from tests.service import API, LEDGER

SCHEMA: Final = schemathesis.openapi.from_dict(describe())
SCHEMA.config.checks.negative_data_rejection.expected_statuses += ["431"]

SETTINGS: Final = {
    "rate_limit_address": "0",
    "rate_limit_user": "0",
    "rate_limit_all": "0",
    "trusted_proxies": "127.0.0.1",
    "log_level": "error",
}
"""Nothing is refused for being too much: what is refused is not tried."""

UNSAYABLE: Final[list[CheckFunction]] = [positive_data_acceptance]
"""No schema can say that a cursor was given out, a zone exists, or a key was not used before."""

FIRST: Final = ip_address("198.18.0.0")
SOMEBODY: Final = count()


@define
class Stock:
    """A portfolio, an import and a job that really are there; made again when they are gone."""

    client: httpx.Client
    of_nobody: bool = False
    _found: dict[str, str] = field(factory=dict)

    def try_out(self, case: Case[Any]) -> None:
        """Half of the ids that are asked for are replaced by ones that are there."""
        for name, made_up in case.path_parameters.items():
            if name in {"portfolio_id", "import_id", "job_id", "list_id"} and real_instead(
                str(made_up)
            ):
                case.path_parameters[name] = self.fill().get(name, made_up)
        case.call_and_validate(
            base_url=str(self.client.base_url),
            headers={**self.known, "X-Forwarded-For": str(FIRST + next(SOMEBODY))},
            excluded_checks=UNSAYABLE,
        )

    @property
    def known(self) -> dict[str, str]:
        """Return what tells who asks; each time it is from an address that tried nothing yet."""
        token = self.client.headers.get("authorization")
        return {"Authorization": token} if token else {}

    def fill(self) -> dict[str, str]:
        if self.of_nobody:
            return {}
        at = f"{API}/portfolios/{self._found.get('portfolio_id')}"
        if self.client.get(f"{at}/imports").json().get("items"):
            return self._found
        made = self.client.post(f"{API}/portfolios", json={"name": "Tried", "currency": "EUR"})
        if made.status_code == httpx.codes.CONFLICT:
            self._rename()
            return self.fill()
        portfolio = made.json()["id"]
        files = {"file": ("ledger.csv", LEDGER)}
        at = f"{API}/portfolios/{portfolio}/imports"
        record = self.client.post(at, files=files).json()["import"]
        job = self.client.post(at, files=files, headers={"prefer": "respond-async"}).json()
        watched = self.client.post(f"{API}/watchlists", json={"name": portfolio}).json()
        self._found = {"portfolio_id": portfolio, "import_id": record, "job_id": job["job"]}
        self._found |= {"list_id": watched["id"]} if "id" in watched else {}
        return self._found

    def _rename(self) -> None:
        for each in self.client.get(f"{API}/portfolios?limit=500").json()["items"]:
            if each["name"] == "Tried":
                self.client.delete(f"{API}/portfolios/{each['id']}")


def real_instead(made_up: str) -> bool:
    try:
        return UUID(made_up).int % 2 == 0
    except ValueError:
        return False
