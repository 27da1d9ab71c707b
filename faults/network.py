"""F6: the way to PostgreSQL is slow, silent, cut or loses the reply to a COMMIT."""

import time
from typing import Final

from faults.database import Writer, acknowledged
from faults.processes import Postgres, Product, ready, wait
from faults.proxy import NONE, Fault, Proxy, proxied
from faults.rounds import Round, hold

SPOILS: Final = {
    "cut": Fault(refused=True),
    "silent": Fault(silent=True),
    "late": Fault(delay=0.2),
    "in single bytes": Fault(piece=1),
    "without the reply to a COMMIT": Fault(after=b"COMMIT", chance=0.2),
}
RECOVERY_SECONDS: Final = 20.0


def spoilt(round_: Round) -> str:
    """Spoil the way in each manner for a while; it has to recover, and nothing may be lost."""
    postgres = Postgres(round_.folder / "postgres")
    postgres.prepare()
    postgres.start()
    try:
        with proxied(postgres.port, round_.random) as proxy:
            product = Product(
                round_.folder / "data", {"DATABASE_URL": postgres.through(proxy.port)}
            )
            product.run("db", "upgrade")
            return under_way(product, proxy, round_.seconds)
    finally:
        postgres.kill()


def under_way(product: Product, proxy: Proxy, seconds: float) -> str:
    with product.serving() as client, Writer(client).working() as writer:
        time.sleep(0.5)
        for name, fault in SPOILS.items():
            proxy.spoil(fault)
            time.sleep(seconds)
            proxy.spoil(NONE)
            wait(f"ready again after {name}", lambda: ready(client), RECOVERY_SECONDS)
            acknowledged(client, writer)
        time.sleep(0.5)
        before = len(writer.acknowledged)
        wait("written again", lambda: len(writer.acknowledged) > before + 5, RECOVERY_SECONDS)
    hold("replies to a COMMIT were dropped", holds=proxy.dropped > 0)
    kept, refused = len(writer.acknowledged), len(writer.refused)
    return f"{kept} acknowledged, 0 lost, {refused} refused; {proxy.dropped} replies dropped"
