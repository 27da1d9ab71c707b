"""Write the references of settings and of figures from the tables in the code.

python tools/reference.py
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptotracker.adapters.telemetry.metrics import PREFIX as METRIC_PREFIX
from cryptotracker.entrypoints.known_settings import GROUPS
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.setting import Setting
from cryptotracker.ports.telemetry import COUNTER, DURATION, METRICS

FOLDER: Final = Path(__file__).parents[1] / "docs/reference"
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


PAGES: Final[Mapping[str, Callable[[], str]]] = {"settings.md": settings, "metrics.md": metrics}


def written(name: str) -> str:
    """Return a page with what belongs between its marks."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{PAGES[name]()}\n{END}{after}"


def main() -> None:
    for name in PAGES:
        (FOLDER / name).write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
