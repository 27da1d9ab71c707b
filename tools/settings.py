"""Write the reference of the settings from the settings themselves.

python tools/settings.py
"""

from pathlib import Path
from typing import Final

from cryptotracker.entrypoints.known_settings import GROUPS, Setting
from cryptotracker.entrypoints.readers import PREFIX

FILE: Final = Path(__file__).parents[1] / "docs/reference/settings.md"
BEGIN: Final = "<!-- written by tools/settings.py -->\n"
END: Final = "<!-- to here -->\n"


def row(name: str, setting: Setting) -> str:
    means = setting.means + ("; a secret" if setting.secret else "")
    return f"| `{PREFIX}{name}` | {means} | {setting.absent} |\n"


def tables() -> str:
    """Write a table of each group."""
    return "\n".join(
        f"## {title}\n\n| variable | means | if absent |\n|---|---|---|\n"
        + "".join(row(name, setting) for name, setting in group.items())
        for title, group in GROUPS.items()
    )


def written(page: str) -> str:
    """Put the tables into the page, where they belong."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


def main() -> None:
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
