"""What we write to people. Nothing in a letter is what somebody else could have put there."""

from attrs import frozen

from cryptotracker.domain.identity.one_time import INVITE, LIFETIMES, MOVE, RECOVER, VERIFY
from cryptotracker.ports.mail import Letter


@frozen
class Letters:
    """Writes letters whose links lead to this installation.

    A secret stands behind the `#` of its link: browsers send that to no server.
    """

    _site: str

    def verify(self, email: str, token: str) -> Letter:
        return Letter(
            to=email,
            subject="Confirm your address",
            good_for=LIFETIMES[VERIFY],
            text=f"Somebody, most likely you, registered at {self._site} with this address.\n\n"
            f"To confirm it, open within 24 hours:\n{self._site}/verify#{token}\n\n"
            "If it was not you, do nothing: there will be no account.\n",
        )

    def known(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="You have an account already",
            text=f"Somebody, most likely you, wanted to register at {self._site} with this\n"
            f"address, which has an account already. Sign in: {self._site}/sign-in\n\n"
            f"If you do not know the password any more: {self._site}/recover\n",
        )

    def invitation(self, email: str, token: str) -> Letter:
        return Letter(
            to=email,
            subject="An invitation",
            good_for=LIFETIMES[INVITE],
            text=f"You are invited to {self._site}. To make your account, open within 24 hours:\n"
            f"{self.invitation_link(token)}\n",
        )

    def invitation_link(self, token: str) -> str:
        return f"{self._site}/register#{token}"

    def shared(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="A portfolio is shared with you",
            text=f"Somebody at {self._site} lets you see a portfolio of theirs.\n\n"
            f"To see it, sign in with this address, or register with it first:\n"
            f"{self._site}/shared\n\n"
            "If you do not know of this, do nothing.\n",
        )

    def share_link(self, token: str) -> str:
        return f"{self._site}/link#{token}"

    def recover(self, email: str, token: str) -> Letter:
        return Letter(
            to=email,
            subject="Choose a new password",
            good_for=LIFETIMES[RECOVER],
            text="Somebody, most likely you, wants to choose a new password.\n\n"
            f"To do that, open within ten minutes:\n{self._site}/reset#{token}\n\n"
            "If it was not you, do nothing: your password stays as it is.\n",
        )

    def move(self, email: str, token: str) -> Letter:
        return Letter(
            to=email,
            subject="Confirm your new address",
            good_for=LIFETIMES[MOVE],
            text=f"To use this address at {self._site} from now on, open within an hour:\n"
            f"{self._site}/verify#{token}\n\n"
            "If you do not know of this, do nothing.\n",
        )

    def moving(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="Your address is about to change",
            text=f"Somebody who is signed in at {self._site} as you wants to have letters sent to\n"
            "another address. If it was not you, choose a new password now:\n"
            f"{self._site}/recover\n",
        )

    def leaving(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="Your account will be deleted",
            text=f"Your account at {self._site} is shut, and will be deleted with all that is in "
            "it.\n\nIf it was not you who asked for that, write to whoever runs it, soon:\n"
            "they can call it off.\n",
        )

    def renewed(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="Your password was changed",
            text=f"The password of your account at {self._site} was changed. If it was not you:\n"
            f"{self._site}/recover\n",
        )

    def linked(self, email: str, issuer: str) -> Letter:
        return Letter(
            to=email,
            subject="There is one more way into your account",
            text=f"From now on whoever signs in with {issuer} as you is let into your account at\n"
            f"{self._site}. If it was not you who linked it, take it away, and choose a new\n"
            f"password:\n{self._site}/recover\n",
        )

    def unlinked(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="One way into your account is gone",
            text=f"An account elsewhere does not lead into your account at {self._site} any more.\n"
            f"If it was not you who unlinked it:\n{self._site}/recover\n",
        )

    def protected(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="Your second factors were changed",
            text=f"How you sign in to your account at {self._site} was changed: a second factor,\n"
            "or the codes for the day it is lost. Your other sessions are over.\n\n"
            f"If it was not you, choose a new password now: {self._site}/recover\n",
        )

    def recovered(self, email: str) -> Letter:
        return Letter(
            to=email,
            subject="A recovery code was used",
            text=f"Somebody, most likely you, used a recovery code at {self._site}. It is good no\n"
            "more. If it was not you, choose a new password now:\n"
            f"{self._site}/recover\n",
        )
