"""Say an error of ours in one line that names the place, the value and the remedy."""

from collections.abc import Callable, Mapping
from typing import Any

from cryptotracker.domain import errors
from cryptotracker.domain.identity import errors as refusals
from cryptotracker.domain.identity import identity_errors as elsewhere
from cryptotracker.domain.identity import profile_errors as profiles
from cryptotracker.domain.news import errors as news
from cryptotracker.domain.portfolio import price_errors as prices
from cryptotracker.domain.watching import errors as watching

SENTENCES: Mapping[type[errors.CryptoTrackerError], Callable[[Any], str]] = {
    errors.InvalidValueError: lambda e: f"{e.column} {e.value!r}: {e.reason}",
    errors.MissingTimeZoneError: lambda e: f"{e.column} {e.value!r}: {e.reason}; see --time-zone",
    errors.UnreadableFileError: lambda e: f"{e.file} cannot be read: {e.reason}",
    errors.UnknownFormatError: lambda e: (
        f"{e.file}: line 1: no known format has the header {e.header!r}; known are {e.known}"
    ),
    errors.UnknownTimeZoneError: lambda e: (
        f"{e.time_zone!r} is no time zone; use an IANA name such as Europe/Berlin"
    ),
    errors.UnknownOptionError: lambda e: (
        f"{e.option} {e.value!r} does not exist; there are {e.known}"
    ),
    errors.PortfolioNotFoundError: lambda e: (
        f"there is no portfolio {e.portfolio!r}; see cryptotracker portfolios list"
    ),
    errors.PortfolioNameTakenError: lambda e: (
        f"there is a portfolio {e.name!r} already; choose another name"
    ),
    errors.VersionConflictError: lambda e: (
        f"somebody changed {e.thing} meanwhile: its version is {e.current}, not {e.expected}"
    ),
    errors.ImportNotFoundError: lambda e: (
        f"there is no import {e.import_id!r} here; see cryptotracker imports list"
    ),
    errors.IdempotencyKeyReusedError: lambda e: (
        f"the key {e.key!r} belongs to another request; choose a new one"
    ),
    errors.IdempotencyKeyBusyError: lambda e: (
        f"the first request with the key {e.key!r} is still under way; try again"
    ),
    errors.InvalidCursorError: lambda e: f"{e.cursor!r} is no cursor of this list",
    errors.FigureNotFoundError: lambda e: f"{e.ref!r} names no figure there is",
    errors.DatabaseUnavailableError: lambda e: f"the database cannot be used: {e.reason}",
    errors.DatabaseFullError: lambda e: (
        f"the disk of the database is full: {e.reason}; make room and try again"
    ),
    errors.SettingsError: lambda e: f"{e.name} {e.reason}",
    errors.AddressUnavailableError: lambda e: f"cannot listen on {e.address}: {e.reason}",
    errors.StorageUnavailableError: lambda e: (
        f"files cannot be kept or read: {e.reason}; see cryptotracker doctor"
    ),
    errors.FileMissingError: lambda e: f"no file is kept under {e.key!r}",
    errors.FileTooLargeError: lambda e: f"{e.key} is larger than {e.largest:,} bytes",
    errors.InvalidKeyError: lambda e: f"{e.key!r} is no name that a file can be kept under",
    errors.BackupUnusableError: lambda e: f"the backup cannot be used: {e.reason}",
    errors.DatabaseNotEmptyError: lambda e: (
        f"the database is not empty: {e.table} has rows; a backup is restored into an empty one"
    ),
    errors.JobNotFoundError: lambda e: f"there is no job {e.job_id!r}; see cryptotracker jobs list",
    errors.JobConflictError: lambda e: f"job {e.job_id}: {e.reason}",
    errors.LeaseLostError: lambda e: f"another worker has taken job {e.job_id} over",
    errors.ServerUnavailableError: lambda e: f"{e.server}: {e.reason}",
    errors.SignInNeededError: lambda _: "nobody is signed in",
    errors.NotAllowedError: lambda e: f"this is not allowed: {e.reason}",
    errors.StepUpNeededError: lambda _: "it has to be proved again who asks",
    refusals.SignInFailedError: lambda _: "this address and this password do not fit",
    refusals.TooManyTriesError: lambda e: f"too many tries; try again in {e.retry_after} s",
    refusals.SessionEndedError: lambda _: "the session is over; sign in again",
    refusals.ForeignRequestError: lambda _: "the request lacks the proof that our page made it",
    refusals.WrongPasswordError: lambda _: "this is not the password",
    refusals.PasswordRefusedError: lambda e: e.reason,
    refusals.RegistrationClosedError: lambda _: (
        "nobody can register here without an invitation; see cryptotracker users invite"
    ),
    refusals.LinkUnusableError: lambda _: "the link is too old, or was used already",
    refusals.EmailTakenError: lambda e: f"there is a user {e.email} already",
    refusals.LastAdministratorError: lambda e: (
        f"nobody but {e.email} runs this place; first let somebody else do so, with "
        "cryptotracker users role EMAIL admin"
    ),
    refusals.UserNotFoundError: lambda e: (
        f"there is no user {e.user!r}; see cryptotracker users list"
    ),
    refusals.SessionNotFoundError: lambda e: f"there is no session {e.session_id!r} of this user",
    elsewhere.IssuerNotFoundError: lambda e: f"nobody called {e.issuer!r} vouches for people here",
    elsewhere.IssuerUnavailableError: lambda e: f"{e.issuer} does not answer as it should",
    elsewhere.IssuerRefusedError: lambda e: f"{e.issuer} does not vouch for whoever asks",
    elsewhere.HandshakeUnusableError: lambda _: "what was begun elsewhere cannot be finished here",
    elsewhere.IdentityUnlinkedError: lambda e: (
        f"there is a user of this address already, who has not linked {e.issuer}"
    ),
    elsewhere.AddressNeededError: lambda e: f"{e.issuer} vouches for no address",
    elsewhere.IdentityTakenError: lambda e: f"another user is known at {e.issuer} as this one",
    elsewhere.IdentityNotFoundError: lambda e: (
        f"there is no identity {e.identity_id!r} of this user"
    ),
    elsewhere.LastWayInError: lambda _: "without it the user could not sign in any more",
    elsewhere.NoPasswordError: lambda _: "this user has no password",
    elsewhere.MailUnavailableError: lambda e: f"the mail server cannot be used: {e.reason}",
    elsewhere.LetterRefusedError: lambda e: f"the mail server refused a letter: {e.reason}",
    refusals.ShareNotFoundError: lambda _: "there is no such share; perhaps it is over",
    refusals.ShareConflictError: lambda e: e.reason,
    refusals.CommentNotFoundError: lambda e: f"there is no comment {e.comment!r} on it",
    refusals.CommentConflictError: lambda e: e.reason,
    refusals.PasscodeNeededError: lambda _: "the link asks for a passcode, and this is not it",
    refusals.TokenNotFoundError: lambda e: f"there is no token {e.token_id!r} of this user",
    refusals.TooManyTokensError: lambda e: (
        f"there are {e.most} tokens already; take one back first"
    ),
    refusals.CodeRefusedError: lambda _: "the code does not fit, or it is too late: sign in again",
    refusals.WrongCodeError: lambda _: "the code does not fit, or was used before",
    refusals.CodeNeededError: lambda _: "a second factor is needed: a code, or a recovery code",
    refusals.FactorConflictError: lambda e: f"the second factors: {e.reason}",
    refusals.PasskeyRefusedError: lambda _: "the passkey is not known, or its answer does not hold",
    refusals.PasskeyNotFoundError: lambda e: f"there is no passkey {e.passkey!r} of this user",
    profiles.PictureRefusedError: lambda e: f"the picture is not taken: {e.reason}",
    profiles.AvatarNotFoundError: lambda _: "there is no picture",
    errors.SecretMissingError: lambda e: f"no {e.what} is kept there",
    errors.BrokenSealError: lambda e: (
        f"{e.what} does not open: it was changed, or sealed by another key or for another place"
    ),
    errors.NoKeyError: lambda e: (
        f"there is no {e.whose} key yet: it is made when what needs it starts the first time"
    ),
    errors.KeyInUseError: lambda e: f"key {e.key}: {e.reason}",
    news.FeedFailedError: lambda e: f"the feed cannot be read: {e.reason}",
    news.FeedNotFoundError: lambda e: (
        f"there is no feed {e.feed!r}; see cryptotracker news feeds list"
    ),
    news.FeedTakenError: lambda e: f"there is a feed of {e.url} already",
    news.FeedRefusedError: lambda e: e.reason,
    news.ArticleNotFoundError: lambda e: f"there is no article {e.article!r}",
    watching.WatchListNotFoundError: lambda e: (
        f"there is no watch-list {e.watch_list!r}; see cryptotracker watchlists list"
    ),
    watching.WatchListNameTakenError: lambda e: (
        f"there is a watch-list {e.name!r} already; choose another name"
    ),
    watching.TooMuchWatchedError: lambda e: f"there is room for {e.most} {e.what}; drop one first",
    watching.UnknownAssetError: lambda e: (
        f"nobody knows the asset {e.asset!r}; give an id or a symbol of the catalogue"
    ),
    news.TooManySavedError: lambda e: f"there are {e.most} saved articles; drop one first",
    prices.OwnPriceNotFoundError: lambda e: (
        f"there is no price {e.price!r} of yours; see cryptotracker prices mine"
    ),
    prices.OwnPriceTakenError: lambda e: (
        f"you have stated a price of {e.asset} in {e.currency} of that moment already"
    ),
    prices.TooManyOwnPricesError: lambda e: f"you state {e.most} prices; remove one first",
    prices.NothingToBackFillError: lambda _: (
        "prices are made up here: no source is to be asked for those of the past"
    ),
    errors.PriceSourceUnavailableError: lambda e: f"{e.source} gives no prices now; try again",
}


def sentence(error: errors.CryptoTrackerError) -> str:
    return SENTENCES[type(error)](error)
