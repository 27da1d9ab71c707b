"""Print what the product is made of, as CycloneDX has it: names, versions and hashes, as locked."""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
LOCKED: Final = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;]+)", re.ASCII)
HASHED: Final = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})", re.ASCII)


def bill(lock: str) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": components(lock),
    }


def components(lock: str) -> list[dict[str, Any]]:
    """List every package; the hashes are those of all the files that may be installed of it."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if package := LOCKED.match(line):
            name, version = package["name"], package["version"]
            found.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "hashes": [],
                }
            )
        for each in HASHED.finditer(line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": each["hash"]})
    return found


if __name__ == "__main__":
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    json.dump(bill(locked), sys.stdout, indent=1)
