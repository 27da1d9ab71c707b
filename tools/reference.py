"""Write the references of settings, figures and indicators, for people and for the clients.

python tools/reference.py
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptotracker.adapters.telemetry.metrics import PREFIX as METRIC_PREFIX
from cryptotracker.domain.market.indicators.definition import Formula, Indicator, plain
from cryptotracker.domain.market.indicators.table import INDICATORS, ask
from cryptotracker.entrypoints.known_settings import GROUPS
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.setting import Setting
from cryptotracker.ports.telemetry import COUNTER, DURATION, METRICS

FOLDER: Final = Path(__file__).parents[1] / "docs/reference"
FOR_CLIENTS: Final = Path(__file__).parents[1] / "clients/core/src/indicators.json"
BEGIN: Final = "<!-- written by tools/reference.py -->\n"
END: Final = "<!-- to here -->\n"
SUFFIXES: Final = {COUNTER: "_total"}
KINDS: Final = {COUNTER: "counter", DURATION: "histogram"}


def settings() -> str:
    """Write a table of each group."""
    return "\n".join(
        f"## {title}\n\n| variable | means | if absent |\n|---|---|---|\n"
        + "".join(row(name, setting) for name, setting in group.items())
        for title, group in GROUPS.items()
    )


def row(name: str, setting: Setting) -> str:
    means = setting.means + ("; a secret" if setting.secret else "")
    return f"| `{PREFIX}{name}` | {means} | {setting.absent} |\n"


def metrics() -> str:
    rows = (
        f"| `{METRIC_PREFIX}{name}{SUFFIXES.get(metric.kind, '')}` "
        f"| {KINDS.get(metric.kind, metric.kind)} | {', '.join(metric.labels)} | {metric.means} |\n"
        for name, metric in METRICS.items()
    )
    return "| figure | kind | labels | says |\n|---|---|---|---|\n" + "".join(rows)


def indicators() -> str:
    return "\n".join(map(indicator, INDICATORS.values()))


def indicator(each: Indicator) -> str:
    """Write a section: how it is asked for, what it is, and how it begins."""
    asked = ask(each.name)
    told = [one for one in each.parameters if not one.silent]
    given = ",".join(plain(one.default) for one in told)
    shown = f"{each.name}:{given}" if given else each.name
    lines = [f"## {each.title}", "", f"`{shown}`", "", each.definition, ""]
    if each.parameters:
        lines += ["| value | if absent | from | to |", "|---|---|---|---|"]
        lines += [
            f"| `{one.name}` | {plain(one.default)} | {plain(one.low)} | {plain(one.high)} |"
            for one in each.parameters
        ]
        lines.append("")
    if each.rising:
        lines += [" must be below ".join(f"`{name}`" for name in each.rising) + ".", ""]
    lines += ["| column | in | candles before its first value |", "|---|---|---|"]
    rows = zip(asked.columns, each.outputs, strict=True)
    lines += [f"| `{name}` | {one.unit} | {formula(one.warm_up)} |" for name, one in rows]
    undefined = f"It has no value where {each.undefined}.\n" if each.undefined else ""
    return "\n".join([*lines, "", each.seeding, f"{undefined}Published: {each.source}.", ""])


def formula(warm_up: Formula) -> str:
    """Write a sum of parameters and numbers."""
    terms = [each if isinstance(each, str) else f"{each:+d}" for each in warm_up]
    return " + ".join(terms).replace("+ -", "− ").replace("+ +", "+ ").lstrip("+") or "0"


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "settings.md": settings,
    "metrics.md": metrics,
    "indicators.md": indicators,
}


def written(name: str) -> str:
    """Return a page with what belongs between its marks."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{PAGES[name]()}\n{END}{after}"


def for_clients() -> str:
    """Write what a client has to know to offer the indicators: their values and their columns."""
    told = [
        {
            "name": each.name,
            "title": each.title,
            "definition": each.definition,
            "parameters": [
                {
                    "name": one.name,
                    "default": plain(one.default),
                    "low": plain(one.low),
                    "high": plain(one.high),
                    "whole": one.whole,
                }
                for one in each.parameters
                if not one.silent
            ],
            "rising": list(each.rising),
            "outputs": [{"name": one.name, "unit": one.unit} for one in each.outputs],
        }
        for each in INDICATORS.values()
    ]
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    for name in PAGES:
        (FOLDER / name).write_text(written(name), encoding="utf-8")
    FOR_CLIENTS.write_text(for_clients(), encoding="utf-8")


if __name__ == "__main__":
    main()
