"""Write the description of the API, which the clients' types are made from.

python tools/openapi.py
"""

import json
from pathlib import Path

from cryptotracker.entrypoints.http.app import describe

FILE = Path(__file__).parents[1] / "openapi.json"


def main() -> None:
    FILE.write_text(json.dumps(describe(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
