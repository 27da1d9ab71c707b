"""What is never written in a product that keeps secrets, as rules over the source's syntax."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

Rule: TypeAlias = Callable[[ast.AST], bool]

SECRET: Final = re.compile(r"(?:^|_)(?:secret|token|digest|password|passphrase|signature|mac)$")
LOADERS: Final = frozenset("pickle.loads pickle.load marshal.loads marshal.load yaml.load".split())
RUNNERS: Final = frozenset("eval exec compile os.system os.popen".split())
WEAK: Final = frozenset("md5 sha1 hashlib.md5 hashlib.sha1 MD5 SHA1 hashes.MD5 hashes.SHA1".split())
NOWS: Final = frozenset("datetime.now datetime.utcnow datetime.today date.today".split())
STATEMENTS: Final = frozenset(
    "text sql execute executemany exec_driver_sql fetch fetchval fetchrow scalar".split()
)


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def says(node: ast.AST, name: str, value: object) -> bool:
    """Tell whether a call gives a keyword just this value."""
    return isinstance(node, ast.Call) and any(
        each.arg == name and isinstance(each.value, ast.Constant) and each.value.value is value
        for each in node.keywords
    )


def trusts_anybody(node: ast.AST) -> bool:
    return (
        says(node, "verify", value=False)
        or says(node, "check_hostname", value=False)
        or called(node).endswith("_create_unverified_context")
    )


def runs_text(node: ast.AST) -> bool:
    return called(node) in RUNNERS or says(node, "shell", value=True)


def loads_objects(node: ast.AST) -> bool:
    return called(node) in LOADERS


def compares_secrets(node: ast.AST) -> bool:
    """How long a comparison takes tells how much of a secret was right."""
    if not isinstance(node, ast.Compare):
        return False
    if not all(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops):
        return False
    sides = [node.left, *node.comparators]
    constant = any(isinstance(each, ast.Constant) for each in sides)
    return not constant and any(SECRET.search(terminal(each)) for each in sides)


def terminal(node: ast.expr) -> str:
    """Return the last name of an expression: `token` of `request.token.encode()`."""
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id
        node = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def rolls_dice(node: ast.AST) -> bool:
    """Numbers of `random` can be foreseen; `secrets` has those that cannot."""
    if isinstance(node, ast.Import):
        return any(each.name == "random" for each in node.names)
    return isinstance(node, ast.ImportFrom) and node.module == "random"


def has_no_zone(node: ast.AST) -> bool:
    return called(node) in NOWS and isinstance(node, ast.Call) and not node.args


def writes_sql_together(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or called(node).rpartition(".")[2] not in STATEMENTS:
        return False
    return bool(node.args) and put_together(node.args[0])


def put_together(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add) and any(
            isinstance(each, ast.Constant | ast.JoinedStr) for each in (node.left, node.right)
        )
    return called(node).endswith(".format")


def hashes_weakly(node: ast.AST) -> bool:
    return called(node) in WEAK


RULES: Final[Mapping[str, Rule]] = {
    "connections to whoever answers": trusts_anybody,
    "text that is run": runs_text,
    "objects out of bytes": loads_objects,
    "secrets compared letter by letter": compares_secrets,
    "numbers that can be foreseen": rolls_dice,
    "times without a zone": has_no_zone,
    "SQL put together": writes_sql_together,
    "hashes that are broken": hashes_weakly,
}


def broken(rule: str, source: str) -> Iterator[int]:
    """Give the lines of a source that break a rule."""
    for node in ast.walk(ast.parse(source)):
        if RULES[rule](node):
            yield getattr(node, "lineno", 0)
