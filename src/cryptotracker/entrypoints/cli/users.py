"""`cryptotracker users`: those who may sign in, for whoever runs the service."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from typer import Argument, Option

from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.application.identity.leaving import AT_ONCE
from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.identity.leaving import GRACE
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.users import ROLES, Role, User, check_email, check_name
from cryptotracker.entrypoints.cli.audit import audit
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import say
from cryptotracker.entrypoints.cli.with_people import show, with_people
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.settings import read_settings

USERS = ("email", "name", "role", "created_at", "disabled_at", "id")
SESSIONS = ("session", "client", "device", "address", "created_at", "seen_at")

Now = Annotated[bool, Option("--now", help="As soon as a worker has time; for good.")]

app = typer.Typer(help="Those who may sign in.", no_args_is_help=True)
app.command()(audit)

Email = Annotated[str, Argument(metavar="EMAIL", help="The user's address.")]
Name = Annotated[str, Option("--name", help="What they are called; else as their address is.")]
Sure = Annotated[bool, Option("--yes", help="Do not ask whether you are sure.")]
RoleOption = Annotated[str, Option("--role", help="user, admin or support.")]


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
    if read_settings().prints_letters:
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


@app.command("role")
def change_role(
    email: Email,
    role: Annotated[str, Argument(metavar="ROLE", help="user, admin or support.")],
    *,
    output: Output = OutputFormat.table,
) -> None:
    """Let a user run the place, or do so no more; one administrator there has to be.

    Example: cryptotracker users role bob@example.org admin
    """
    chosen = known_role(role, "ROLE")

    async def work(people: People) -> User:
        return await people.administration.change_role(email, chosen)

    print_users([with_people(work)], output)


@app.command("reset-mfa")
def reset_mfa(email: Email, *, yes: Sure = False) -> None:
    """Take all second factors from a user who has lost them, and end their sessions.

    Make sure that it is them who ask: from then on their password alone lets somebody in.

    Example: cryptotracker users reset-mfa bob@example.org
    """
    check_email(email)
    if not yes:
        typer.confirm(f"Take all second factors from {email}?", abort=True, err=True)

    async def work(people: People) -> None:
        await people.factors.reset(email)

    with_people(work)
    typer.echo(f"{email} signs in by password alone, and is signed out everywhere.")


@app.command()
def delete(email: Email, *, now: Now = False) -> None:
    """Shut an account, and have a worker delete it with all that is in it after seven days.

    Until then `users enable` calls it off.

    Example: cryptotracker users delete bob@example.org
    """
    grace = AT_ONCE if now else GRACE

    async def work(people: People) -> datetime:
        return await people.ask_deletion(email, grace=grace)

    then = with_people(work)
    say(f"{email} is shut out, and will be deleted by a worker from {instant(then)} on.")


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


def known_role(role: str, option: str = "--role") -> Role:
    for each in ROLES:
        if each == role:
            return each
    raise UnknownOptionError(option=option, value=role, known=", ".join(ROLES))


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
