"""Every use case of people in one place: who they are, how they prove it, and their sessions."""

from attrs import frozen

from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.entering import Refresh
from cryptotracker.application.identity.joining import CreateUser
from cryptotracker.application.identity.leaving import AskDeletion
from cryptotracker.application.identity.my_sessions import (
    ListSessions,
    NameSession,
    RevokeOthers,
    RevokeSession,
)
from cryptotracker.application.identity.myself import (
    ChangeEmail,
    ChangePassword,
    RenameUser,
    ShowUser,
)
from cryptotracker.application.identity.recover import Recover, Reset
from cryptotracker.application.identity.register import Invite, Register
from cryptotracker.application.identity.sign_in import SignIn, SignOut
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.application.identity.step_up import StepUp
from cryptotracker.application.identity.stream_tickets import StreamTickets
from cryptotracker.application.identity.users import (
    ChangeRole,
    DisableUser,
    EnableUser,
    ListUsers,
    SessionsOf,
)
from cryptotracker.application.identity.verify import Verify
from cryptotracker.entrypoints.deputies import Log, Programs
from cryptotracker.entrypoints.elsewhere import Elsewhere
from cryptotracker.entrypoints.people_factors import Factors
from cryptotracker.entrypoints.sharing import Sharing


@frozen(kw_only=True)
class MySessions:
    """What users do with their own sessions."""

    list: ListSessions
    name: NameSession
    revoke: RevokeSession
    revoke_others: RevokeOthers


@frozen(kw_only=True)
class Myself:
    """What users see and change of themselves."""

    show: ShowUser
    rename: RenameUser
    change_password: ChangePassword
    change_email: ChangeEmail
    step_up: StepUp
    sessions: MySessions


@frozen(kw_only=True)
class Administration:
    """What those who run the service do with users."""

    create: CreateUser
    invite: Invite
    list: ListUsers
    disable: DisableUser
    enable: EnableUser
    change_role: ChangeRole
    sessions: SessionsOf


@frozen(kw_only=True)
class People:
    """Every use case of people, ready to call.

    Attributes:
        single: tells whether nobody has to sign in.
        standings: tell whether a session goes on.
    """

    single: SingleUser
    keys: AccessKeys
    standings: Standings
    stream_tickets: StreamTickets
    choose: ChoosePassword
    register: Register
    verify: Verify
    sign_in: SignIn
    refresh: Refresh
    sign_out: SignOut
    recover: Recover
    reset: Reset
    myself: Myself
    programs: Programs
    factors: Factors
    administration: Administration
    elsewhere: Elsewhere
    sharing: Sharing
    log: Log
    ask_deletion: AskDeletion
