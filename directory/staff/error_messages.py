"""The messages for rejected changes and account errors, the same on every page."""

from typing import Final

from directory.moderation.errors import (
    BadEditError,
    ConflictError,
    EditProblem,
    HeldProposalError,
    InUseError,
    ModerationError,
    NoChangesError,
    NotAuthorError,
    NotPublishedError,
    NotWaitingError,
    OwnProposalError,
    ProtectedTextError,
    UnknownProposalError,
    UnknownRowError,
)
from directory.staff.auth.errors import (
    CommonPassphraseError,
    InvalidCodeError,
    InvalidPassphraseError,
    InvalidTotpSecretError,
    InvalidUsernameError,
    PassphraseTooLongError,
    PassphraseTooShortError,
    UsernameInPassphraseError,
    UsernameTakenError,
)
from directory.staff.auth.passphrases import MAX_LENGTH, MIN_LENGTH
from directory.staff.i18n import N_, gettext
from directory.staff.labels import field_label

_INVALID_FIELD: Final = {
    EditProblem.MISSING: N_("%(field)s can't be empty."),
    EditProblem.TOO_LONG: N_("%(field)s is too long."),
    EditProblem.CHARACTERS: N_("%(field)s holds signs that can't be kept. Type it anew instead of copying it."),
    EditProblem.CHOICE: N_("%(field)s is none of the choices."),
    EditProblem.NUMBER: N_("%(field)s has to be a number."),
    EditProblem.INTEGER: N_("%(field)s has to be a number without a fraction."),
    EditProblem.LATITUDE: N_("%(field)s has to lie between -90 and 90."),
    EditProblem.DEGREES: N_("%(field)s has to lie between -180 and 180."),
    EditProblem.URI: N_("%(field)s has to be a web address that begins with https:// or http://."),
    EditProblem.EMAIL: N_("%(field)s is no e-mail address."),
    EditProblem.TIME: N_("%(field)s has to be a time such as 09:30."),
    EditProblem.DATE: N_("%(field)s has to be a day such as 2026-11-28."),
    EditProblem.LANGUAGE: N_("%(field)s is no language that we know."),
    EditProblem.COUNTRY: N_("%(field)s is no country that we know."),
    EditProblem.REGION: N_("%(field)s is no province of that country."),
    EditProblem.ZONE: N_("%(field)s is no time zone that we know."),
    EditProblem.HOURS: N_("These opening hours can't be understood. Look at the days and times."),
    EditProblem.LINK: N_("Something that this belongs to is not there any more."),
    EditProblem.EXISTS: N_("This is there already."),
    EditProblem.WITHHELD: N_("This place is protected: it can't have a public address."),
}
_INVALID_FIELD_DEFAULT: Final = N_("%(field)s can't be kept as it is.")
_MODERATION_MESSAGES: Final[dict[type[ModerationError], str]] = {
    NoChangesError: N_("Nothing was different, so nothing was changed."),
    ProtectedTextError: N_("This holds something that is protected: a street, a number or a name. Take it out."),
    HeldProposalError: N_("This holds something that is protected. Somebody who may read that has to review it."),
    UnknownRowError: N_("This is not there any more."),
    InUseError: N_("Other things hang on this, so it can't be removed. An entry is set to: not active."),
    UnknownProposalError: N_("There is no such change."),
    NotWaitingError: N_("Somebody has decided on this change already."),
    OwnProposalError: N_("Somebody else has to review your own change."),
    NotAuthorError: N_("Only who proposed a change can take it back."),
    ConflictError: N_("The entry has changed since. Look at it, and propose the change again."),
    NotPublishedError: N_("Only what was published can be undone."),
}
_AUTH_MESSAGES: Final[dict[type[Exception], str]] = {
    InvalidUsernameError: N_("A sign-in name has 3 to 64 letters, digits or the signs . _ @ + -"),
    UsernameTakenError: N_("Somebody has this sign-in name already. Choose another."),
    PassphraseTooShortError: N_(
        "The passphrase needs at least %(shortest)s characters. Four words that you can remember are good."
    ),
    PassphraseTooLongError: N_("The passphrase may have at most %(longest)s characters."),
    CommonPassphraseError: N_("This passphrase is one of the first that somebody would try. Choose another."),
    UsernameInPassphraseError: N_("The passphrase must not contain the sign-in name."),
    InvalidPassphraseError: N_("This passphrase can't be kept. Choose another."),
    InvalidCodeError: N_(
        "The code is not right. Look at the app again: a code holds for 30 seconds. Is the clock of the phone right?"
    ),
    InvalidTotpSecretError: N_("Please set the app up with the new picture."),
}


def message_for(exc: ModerationError) -> str:
    """Return the message for a rejected proposal or decision; it never quotes what was typed."""
    if isinstance(exc, BadEditError):
        field = field_label(exc.table, exc.field or "")
        return gettext(_INVALID_FIELD.get(exc.problem, _INVALID_FIELD_DEFAULT)) % {"field": field}
    return gettext(_MODERATION_MESSAGES[type(exc)])


def auth_message_for(exc: Exception) -> str:
    """Return the message for an account error; it never quotes what was typed."""
    return gettext(_AUTH_MESSAGES[type(exc)]) % {"shortest": MIN_LENGTH, "longest": MAX_LENGTH}
