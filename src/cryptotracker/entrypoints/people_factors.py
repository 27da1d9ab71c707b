"""Every use case of second factors, and how they are put together."""

from attrs import frozen

from cryptotracker.application.identity.changing_factors import ChangeFactors
from cryptotracker.application.identity.my_factors import (
    NewRecoveryCodes,
    ResetFactors,
    ShowFactors,
)
from cryptotracker.application.identity.my_passkeys import (
    AddPasskey,
    ListPasskeys,
    NamePasskey,
    OfferPasskey,
    RemovePasskey,
)
from cryptotracker.application.identity.passkeys import AskForPasskey, SignInByPasskey
from cryptotracker.application.identity.second_step import SecondStep
from cryptotracker.application.identity.totp import SetUpTotp, SwitchOffTotp, SwitchOnTotp
from cryptotracker.entrypoints.people_means import Means


@frozen(kw_only=True)
class MyPasskeys:
    """What users do with their passkeys."""

    list: ListPasskeys
    offer: OfferPasskey
    add: AddPasskey
    name: NamePasskey
    remove: RemovePasskey


@frozen(kw_only=True)
class Factors:
    """What users do with their second factors, and what is done with them."""

    second_step: SecondStep
    ask_for_passkey: AskForPasskey
    sign_in_by_passkey: SignInByPasskey
    passkeys: MyPasskeys
    show: ShowFactors
    set_up_totp: SetUpTotp
    switch_on_totp: SwitchOnTotp
    switch_off_totp: SwitchOffTotp
    new_recovery_codes: NewRecoveryCodes
    reset: ResetFactors


def factors(given: Means) -> Factors:
    databases, clock, seeds, codes = given.databases, given.clock, given.seeds, given.codes
    change = ChangeFactors(
        standings=given.standings, outbox=given.outbox, letters=given.letters, clock=clock
    )
    return Factors(
        second_step=SecondStep(
            everybody=given.everybody,
            patience=given.patience,
            prove=given.prove,
            enter=given.enter,
            refused=given.refused,
            outbox=given.outbox,
            letters=given.letters,
            clock=clock,
        ),
        ask_for_passkey=AskForPasskey(given.everybody, given.authenticators, clock),
        sign_in_by_passkey=SignInByPasskey(given.patience, given.prove_passkey, given.enter),
        passkeys=passkeys(given, change),
        show=ShowFactors(databases),
        set_up_totp=SetUpTotp(databases=databases, seeds=seeds, codes=codes, clock=clock),
        switch_on_totp=SwitchOnTotp(
            databases=databases, seeds=seeds, codes=codes, change=change, clock=clock
        ),
        switch_off_totp=SwitchOffTotp(databases=databases, seeds=seeds, change=change),
        new_recovery_codes=NewRecoveryCodes(databases, change),
        reset=ResetFactors(given.everybody, seeds, change),
    )


def passkeys(given: Means, change: ChangeFactors) -> MyPasskeys:
    databases, authenticators, clock = given.databases, given.authenticators, given.clock
    return MyPasskeys(
        list=ListPasskeys(databases),
        offer=OfferPasskey(databases, authenticators, clock),
        add=AddPasskey(
            databases=databases, authenticators=authenticators, change=change, clock=clock
        ),
        name=NamePasskey(databases, clock),
        remove=RemovePasskey(databases, change),
    )
