"""Write the reference of the command line from the commands themselves, so it cannot be wrong."""

from collections.abc import Iterator
from typing import Any, Final

from sphinx.application import Sphinx
from typer import Context
from typer.main import get_command

from cryptotracker.entrypoints.cli.app import COMMANDS, build

PAGE: Final = "reference/cli"
MARK: Final = (
    "*`make docs` lists the commands here, from the program itself; `--help` says the same.*"
)


def setup(sphinx: Sphinx) -> dict[str, bool]:
    sphinx.connect("env-get-outdated", lambda *_: [PAGE])  # the code may have changed
    sphinx.connect("source-read", fill)
    return {"parallel_read_safe": True}


def fill(_: Sphinx, page: str, source: list[str]) -> None:
    if page == PAGE:
        root = get_command(build(list(COMMANDS)))
        context = Context(root, info_name="cryptotracker")
        source[0] = source[0].replace(MARK, "\n".join(described(root, context)))


def described(command: Any, context: Context) -> Iterator[str]:
    """Describe a command, or each command of a group; Typer gives its classes no public names."""
    names = command.list_commands(context) if hasattr(command, "list_commands") else ()
    for name in names:
        inner = command.get_command(context, name)
        yield from described(inner, Context(inner, info_name=name, parent=context))
    if not names:
        yield from page(command, context)


def page(command: Any, context: Context) -> Iterator[str]:
    summary, _, example = (command.help or "").partition("Example:")
    yield f"### {context.command_path}\n\n{summary.strip()}\n"
    if example:
        yield f"```sh\n{' '.join(example.split())}\n```\n"
    yield "| | |\n|---|---|"
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            written, meaning = (each.replace("|", "\\|") for each in record)
            yield f"| `{written}` | {meaning.replace('<', '&lt;')} |"
    yield ""
