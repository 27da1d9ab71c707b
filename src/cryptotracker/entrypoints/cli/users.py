"""`cryptotracker users`: those who may sign in, for whoever runs the service."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import Annotated, TypeVar

import typer
from typer import Argument, Option

from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.users import ROLES, Role, User, check_email, check_name
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say, write_csv, write_json, write_table
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.settings import read_settings

Answer = TypeVar("Answer")
USERS = ("email", "name", "role", "created_at", "disabled_at", "id")
SESSIONS = ("session", "client", "device", "address", "created_at", "seen_at")

app = typer.Typer(help="Those who may sign in.", no_args_is_help=True)

Email = Annotated[str, Argument(metavar="EMAIL", help="The user's address.")]
Name = Annotated[str, Option("--name", help="What they are called; else as their address is.")]
RoleOption = Annotated[str, Option("--role", help="user, admin or support.")]


def with_people(work: Callable[[People], Awaitable[Answer]]) -> Answer:
    """Open what people need, do one piece of work, and close it again."""
    # Loaded by name: hashing and signing take longer to load than another command takes.
    open_alone = import_module("cryptotracker.entrypoints.people_assembly").open_alone

    async def opened() -> Answer:
        async with open_alone(read_settings()) as people:
            return await work(people)

    return asyncio.run(opened())


@app.command()
def create(
    email: Email, *, name: Name = "", role: RoleOption = "user", output: Output = OutputFormat.table
) -> None:
    """Make a user; the first one runs the service. The password is asked for, or read from stdin.

    Example: cryptotracker users create ada@example.org --name Ada
    """
    check_email(email)
    called = name or email.partition("@")[0]
    check_name(called)
    chosen = known_role(role)
    password = asked()

    async def work(people: People) -> User:
        hashed = await people.choose(password, email)
        new = Newcomer(email=email, name=called, password=hashed, role=chosen)
        return await people.administration.create(new)

    print_users([with_people(work)], output)


@app.command()
def invite(email: Email) -> None:
    """Let somebody register by their address within 24 hours, and print the link to it.

    Example: cryptotracker users invite bob@example.org
    """

    async def work(people: People) -> str:
        return await people.administration.invite(email)

    typer.echo(with_people(work))
    if read_settings().smtp_host is None:
        say("No server takes letters: pass the link on yourself.")


@app.command("list")
def list_users(*, output: Output = OutputFormat.table) -> None:
    """List the users, oldest first.

    Example: cryptotracker users list
    """

    async def work(people: People) -> list[User]:
        page = await people.administration.list(limit=500)
        users = [*page.items]
        while page.next_cursor is not None:
            page = await people.administration.list(limit=500, cursor=page.next_cursor)
            users += page.items
        return users

    print_users(with_people(work), output)


@app.command()
def disable(email: Email, *, output: Output = OutputFormat.table) -> None:
    """Keep a user out and end their sessions; what is theirs stays.

    Example: cryptotracker users disable bob@example.org
    """

    async def work(people: People) -> User:
        return await people.administration.disable(email)

    print_users([with_people(work)], output)


@app.command()
def enable(email: Email, *, output: Output = OutputFormat.table) -> None:
    """Let a user in again.

    Example: cryptotracker users enable bob@example.org
    """

    async def work(people: People) -> User:
        return await people.administration.enable(email)

    print_users([with_people(work)], output)


@app.command()
def sessions(email: Email, *, output: Output = OutputFormat.table) -> None:
    """List the sessions of a user that go on, last seen first.

    Example: cryptotracker users sessions bob@example.org
    """

    async def work(people: People) -> Sequence[Session]:
        return await people.administration.sessions(email)

    documents = [
        {
            "session": str(each.id),
            "client": each.client,
            "device": each.device,
            "address": each.address,
            "created_at": instant(each.created_at),
            "seen_at": instant(each.seen_at),
        }
        for each in with_people(work)
    ]
    show("Sessions", SESSIONS, documents, output)


def known_role(role: str) -> Role:
    for each in ROLES:
        if each == role:
            return each
    raise UnknownOptionError(option="--role", value=role, known=", ".join(ROLES))


def asked(what: str = "Password") -> str:
    """Ask for a secret, or read it from whoever pipes it in; arguments are seen by others."""
    if sys.stdin.isatty():
        said: str = typer.prompt(what, hide_input=True, confirmation_prompt=True, err=True)
        return said
    return sys.stdin.readline().rstrip("\r\n")


def print_users(users: Sequence[User], output: OutputFormat) -> None:
    documents = [
        {
            "id": str(each.id),
            "email": each.email,
            "name": each.name,
            "role": each.role,
            "created_at": instant(each.created_at),
            "disabled_at": instant(each.disabled_at) if each.disabled_at else "",
        }
        for each in users
    ]
    show("Users", USERS, documents, output)


def show(
    title: str,
    columns: Sequence[str],
    documents: Sequence[dict[str, str | None]],
    output: OutputFormat,
) -> None:
    if output is OutputFormat.json:
        write_json(documents)
        return
    rows = [[each[name] for name in columns] for each in documents]
    if output is OutputFormat.csv:
        write_csv(columns, rows)
    else:
        write_table(title, columns, rows)
