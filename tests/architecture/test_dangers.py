"""No rule of dangers.py is broken, but where a reason is named; and every rule can be broken."""

from pathlib import Path
from typing import Final

import pytest

from tests.architecture.dangers import RULES, broken

ROOT: Final = Path(__file__).parents[2]
PERSISTENCE: Final = "src/cryptotracker/adapters/persistence"
EXCUSED: Final = {
    # rule, file: why it may be
    ("objects out of bytes", f"{PERSISTENCE}/ahead.py"): "of a process that this one started",
    ("SQL put together", f"{PERSISTENCE}/durability.py"): "of names that stand there",
    (
        "hashes that are broken",
        "src/cryptotracker/adapters/security/leaked_passwords.py",
    ): "lists of leaked passwords have them; nothing of ours rests on it",
    **{
        ("SQL put together", f"{PERSISTENCE}/migrations/versions/{name}.py"): "of names there, too"
        for name in (
            "owners",
            "owners_by_index",
            "owners_of_jobs",
            "people",
            "vault",
            "factors",
            "api_tokens",
            "audit",
            "identities",
            "shares",
            "comments",
            "profiles",
            "news",
            "watching",
            "price_history",
        )
    },
    **{
        ("secrets compared letter by letter", f"{PERSISTENCE}/{name}.py"): "digests, by an index"
        for name in "api_tokens attempts factors identities one_time sessions shares".split()
    },
    **{
        (
            "secrets compared letter by letter",
            f"src/cryptotracker/application/identity/{name}.py",
        ): ("two hashes, both of them ours: whether one was replaced")
        for name in ("entering", "sign_in")
    },
    ("SQL put together", f"{PERSISTENCE}/reading.py"): "of a UUID; it saves a round trip",
    ("SQL put together", f"{PERSISTENCE}/candle_parts.py"): "of intervals of ours, and of dates",
}

WRONG: Final = {
    "connections to whoever answers": [
        "httpx.get(url, verify=False)",
        "ssl.create_default_context(check_hostname=False)",
        "ssl._create_unverified_context()",
    ],
    "text that is run": ["eval(text)", "os.system(line)", "run(line, shell=True)"],
    "objects out of bytes": ["pickle.loads(body)", "yaml.load(text)"],
    "secrets compared letter by letter": [
        "token == given",
        "given != self.token",
        "hmac.digest == signature.encode()",
    ],
    "numbers that can be foreseen": ["import random", "from random import choice"],
    "times without a zone": ["datetime.now()", "datetime.utcnow()", "date.today()"],
    "SQL put together": [
        'text(f"SELECT {column}")',
        'connection.execute("SELECT %s" % name)',
        'await work.fetch("SELECT {}".format(name))',
        'execute("SELECT " + name)',
    ],
    "hashes that are broken": ["hashlib.md5(body)", "sha1(body)"],
}
RIGHT: Final = {
    "connections to whoever answers": ["httpx.get(url)", "httpx.get(url, verify=context)"],
    "text that is run": ["run([program, name])", "re.compile(text)", "self.exec(text)"],
    "objects out of bytes": ["json.loads(body)", "yaml.safe_load(text)"],
    "secrets compared letter by letter": [
        "compare_digest(token, given)",
        "token is None",
        "kind == 'token'",
        "len(token) == length",
    ],
    "numbers that can be foreseen": ["import secrets", "from secrets import token_bytes"],
    "times without a zone": ["datetime.now(UTC)", "clock.now()"],
    "SQL put together": ['text("SELECT :name")', "connection.execute(query, values)"],
    "hashes that are broken": ["sha256(body)", "blake2b(body)"],
}


@pytest.mark.parametrize("rule", RULES)
def test_our_source_is_free_of(rule: str) -> None:
    found = [
        f"{name}:{line}"
        for folder in ("src", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in broken(rule, path.read_text(encoding="utf-8"))
        if (rule, name := str(path.relative_to(ROOT))) not in EXCUSED
    ]

    assert found == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_wrong_is_found(rule: str) -> None:
    missed = [each for each in WRONG[rule] if not list(broken(rule, each))]

    assert missed == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_right_is_left_alone(rule: str) -> None:
    accused = [each for each in RIGHT[rule] if list(broken(rule, each))]

    assert accused == []


@pytest.mark.parametrize(("rule", "name"), EXCUSED)
def test_an_excuse_is_still_needed(rule: str, name: str) -> None:
    assert list(broken(rule, (ROOT / name).read_text(encoding="utf-8")))
