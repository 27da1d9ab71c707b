"""Import contracts see source; this sees what the interpreter really loads, and floats."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(__file__).parents[2] / "src/cryptotracker"
CORE: Final = ("domain", "ports", "application")
SCRIPT: Final = """
import sys
BEFORE = {name.partition(".")[0] for name in sys.modules}
import importlib, pkgutil
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
tops = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - BEFORE
print(*sorted(name for name in tops if not name.startswith("_sysconfigdata")))
"""

FREE: Final[dict[str, str]] = {
    # file: why it may reckon with floats; money never goes there
    "adapters/persistence/pulse.py": "how many seconds a server is silent",
    **{
        f"adapters/indicators/{name}.py": "statistics of prices"
        for name in ("computing", "recipes", "steps")
    },
    "ports/indicators.py": "statistics of prices",
    "domain/market/statistics.py": "statistics of prices",
    "adapters/telemetry/metrics.py": "how many seconds things take",
    "entrypoints/http/connections.py": "how many seconds a caller may keep us waiting",
    "entrypoints/http/guard.py": "how many seconds a caller has to wait",
}
FLOATING: Final = ("float", "complex")


@pytest.mark.parametrize("package", CORE)
def test_the_core_loads_nothing_but_attrs(package: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", SCRIPT, f"cryptotracker.{package}"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()

    assert loaded == ["attr", "attrs", "cryptotracker"]


def files(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((SOURCE / package).rglob("*.py"))


def floats(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"{path.name}:{node.lineno}: the float {node.value}"
        if isinstance(node, ast.Name) and node.id in FLOATING:
            yield f"{path.name}:{node.lineno}: {node.id}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
            if "math" in names:
                yield f"{path.name}:{node.lineno}: math reckons with floats"


def divisions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield f"{path.name}:{node.lineno}: share() and ratio() say how they round"


def test_no_float_touches_money() -> None:
    names = {
        str(path.relative_to(SOURCE)): path for path in files(*CORE, "adapters", "entrypoints")
    }

    found = [fault for name, path in names.items() if name not in FREE for fault in floats(path)]

    assert found == []


def test_the_core_divides_by_name_only() -> None:
    core = [path for path in files(*CORE) if str(path.relative_to(SOURCE)) not in FREE]

    found = [fault for path in core for fault in divisions(path)]

    assert found == []


def test_every_file_free_to_use_floats_does() -> None:
    careless = [name for name in FREE if not list(floats(SOURCE / name))]

    assert careless == []
