"""Make the asset catalogue: the best known by hand, the rest from the icon set's manifest.

    npm pack cryptocurrency-icons && tar xzf cryptocurrency-icons-*.tgz package/manifest.json
    python tools/catalogue.py package/manifest.json

The icon set (0.18.1, CC0) lists symbols, names and colours. What it cannot say stands in
best_known.csv beside this file, best known first: the usual ids, kinds, what other venues and
times called an asset, the newer assets, and those that share a symbol. Its column `icon` names the
manifest's entry that a row takes over, with its colour where the row has none.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEST_KNOWN = Path(__file__).with_name("best_known.csv")
CATALOGUE = ROOT / "src/cryptotracker/adapters/catalogue/assets.csv"
COLUMNS = ("id", "symbol", "name", "kind", "aliases", "color")

# A placeholder, two companies, and two tickers that best_known.csv has as aliases.
LEFT_OUT = frozenset("GENERIC SBERBANK QIWI BCC REP".split())

# Those of the manifest's other entries that have a chain of their own.
COINS = frozenset(
    """
    $PAC ACT AE AEON AION ARDR ARG ARK AYWA BAB BAY BCBC BCD BCN BDL BEAM BELA BLK BLOCK BOS BSD
    BTCD BTCH BTCP BTCZ BTDX BTM BTS BTX BURST BZE CDN CHIPS CLAM CLOAK CMM CMT CNX COLX CRW CTXC D
    DOCK EBST ECA ELA ELLA EMC EMC2 EMB ETN ETP EXP FAIR FCT FJC FLO FSN FTC GAME GBYTE GIN GRC
    GRIN GRS GSC GXS HIGHT HNS HODL HPB HSR HTML HUC HUSH IGNIS ION IOP IOST KMD KRB LBC MNX MOAC
    MONA MSR MUSIC MZC NAS NAV NEBL NEOS NLC2 NLG NMC NTBC NULS NXS NXT OK OMNI PART PASC PASL PINK
    PIRL PIVX POA POLIS POT PPC PURA QRL RADS RAP RDD RIC RISE RYO SHIFT SIB SIN SKY SLR SLS SMART
    START STRAT SUMO SYS TPAY TRTL TZC UBQ VIA VIVO VRC VRSC VTC VTHO WAN WGR WICC WTC XAS XBC XBY
    XDN XMCC XMG XMO XMY XP XPM XSG XVC XVG YOYOW ZCL ZEST
    """.split()
)


def main(manifest: Path) -> None:
    icons = {entry["symbol"]: entry for entry in json.loads(manifest.read_text())}
    with BEST_KNOWN.open(newline="", encoding="utf-8") as text:
        known = list(csv.DictReader(text))
    rows = [with_color(row, icons) for row in known]
    rows += others(icons, {row["icon"] for row in known} | LEFT_OUT, {row["id"] for row in known})
    with CATALOGUE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def with_color(row: dict[str, str], icons: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if row["icon"] and not row["color"]:
        return row | {"color": icons[row["icon"]]["color"]}
    return row


def others(
    icons: Mapping[str, Mapping[str, str]], covered: set[str] | frozenset[str], taken: set[str]
) -> Iterator[dict[str, str]]:
    for symbol, icon in sorted(icons.items()):
        if symbol in covered:
            continue
        name = slug(icon["name"])
        # Two assets of one name: the symbol tells them apart.
        identity = f"{name}-{slug(symbol)}" if name in taken else name
        taken.add(identity)
        yield {
            "id": identity,
            "symbol": symbol.lstrip("$"),
            "name": icon["name"],
            "kind": "coin" if symbol in COINS else "token",
            "aliases": symbol if symbol.startswith("$") else "",
            "color": icon["color"],
        }


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
