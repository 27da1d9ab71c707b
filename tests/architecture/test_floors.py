"""No library is locked at a version that has a published fault we know of."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FLOORS: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    (ROOT / "security/floors.toml").read_text(encoding="utf-8")
)
LOCKED: Final = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def locked() -> dict[str, str]:
    """List what is installed with the product, and what is told of it."""
    return dict(LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_locked_is_not_below_its_floor(name: str) -> None:
    assert number(locked()[name]) >= number(FLOORS[name]["least"])


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_says_why(name: str) -> None:
    floor = FLOORS[name]

    assert floor["reason"]
    assert all(re.fullmatch(r"(?:CVE-\d{4}|PYSEC-\d{4}|GHSA)-[0-9a-z-]+", i) for i in floor["ids"])


def test_everything_is_locked_by_its_hash() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    bare = [line for line in lines if LOCKED.match(line) and not line.endswith("\\")]

    assert bare == []


def test_the_bill_of_materials_names_every_package_and_its_hashes() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools/bill_of_materials.py"], capture_output=True, check=True
    )
    bill = json.loads(made.stdout)

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {each["name"]: each["version"] for each in bill["components"]} == locked()
    assert [each["name"] for each in bill["components"] if not each["hashes"]] == []
