"""How the service shows itself: to whom, under which name, and to those who run it."""

from datetime import timedelta
from ipaddress import ip_address

from attrs import frozen

from cryptotracker.entrypoints.http.limits import USUAL, Limits
from cryptotracker.entrypoints.observing import SILENT
from cryptotracker.entrypoints.readers import SERVICES, Network
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import Secret
from cryptotracker.ports.telemetry import Telemetry


@frozen(kw_only=True)
class Exposure:
    """What differs between a laptop, which needs none of it, and a server.

    Attributes:
        services: those whose routes there are.
        public_url: a name to answer to beside loopback's, and whose pages are ours.
        cors_origins: whose pages may ask and read as well.
        docs: whether the API is described at /docs.
        trusted_proxies: whose word on who asks, and by which id, is believed.
        limits: of requests.
        quoting_pause: so often listeners are told which quotes have changed.
        metrics_token: lets somebody from elsewhere read the figures.
    """

    services: tuple[str, ...] = SERVICES
    public_url: str | None = None
    cors_origins: tuple[str, ...] = ()
    docs: bool = True
    trusted_proxies: tuple[Network, ...] = ()
    metrics_token: Secret | None = None
    limits: Limits = USUAL
    quoting_pause: timedelta = timedelta(seconds=5)
    telemetry: Telemetry = SILENT

    @classmethod
    def of(cls, settings: Settings, telemetry: Telemetry) -> "Exposure":
        return cls(
            services=settings.services,
            public_url=settings.public_url,
            cors_origins=settings.cors_origins,
            docs=settings.docs,
            trusted_proxies=settings.trusted_proxies,
            metrics_token=settings.metrics_token,
            limits=Limits(
                per_address=settings.rate_limit_address,
                per_user=settings.rate_limit_user,
                in_all=settings.rate_limit_all,
                trusted=settings.trusted_proxies,
            ),
            quoting_pause=timedelta(seconds=settings.quoting_seconds),
            telemetry=telemetry,
        )

    def trusts(self, peer: str) -> bool:
        """Tell whether an address is that of a proxy of ours."""
        if not self.trusted_proxies:
            return False
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.trusted_proxies)
