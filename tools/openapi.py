"""Write the description of the API, which the clients' types are made from.

python tools/openapi.py
"""

import json
from pathlib import Path

from cryptotracker.entrypoints.http.app import application
from cryptotracker.entrypoints.http.description import described

FILE = Path(__file__).parents[1] / "openapi.json"


def main() -> None:
    document = described(application(None))
    FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
