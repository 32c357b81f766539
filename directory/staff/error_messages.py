"""What is said to somebody whose change can't be made. One place: each sentence is the same on every page."""

from typing import Final

from directory.moderation.errors import (
    BadEditError,
    ChangedMeanwhileError,
    InUseError,
    NotAuthorError,
    NothingChangesError,
    NotPublishedError,
    NotWaitingError,
    OwnProposalError,
    ProtectedTextError,
    ReviewError,
    UnknownProposalError,
    UnknownRowError,
    What,
)
from directory.staff.auth.errors import (
    CommonPassphraseError,
    LongPassphraseError,
    NameInPassphraseError,
    NameTakenError,
    ShortPassphraseError,
    UnfitNameError,
    UnfitPassphraseError,
    UnfitSecretError,
    WrongCodeError,
)
from directory.staff.auth.passphrases import LONGEST, SHORTEST
from directory.staff.i18n import N_, gettext
from directory.staff.labels import label

_WRONG: Final = {
    What.MISSING: N_("%(field)s can't be empty."),
    What.TOO_LONG: N_("%(field)s is too long."),
    What.CHARACTERS: N_("%(field)s holds signs that can't be kept. Type it anew instead of copying it."),
    What.CHOICE: N_("%(field)s is none of the choices."),
    What.NUMBER: N_("%(field)s has to be a number."),
    What.INTEGER: N_("%(field)s has to be a number without a fraction."),
    What.LATITUDE: N_("%(field)s has to lie between -90 and 90."),
    What.DEGREES: N_("%(field)s has to lie between -180 and 180."),
    What.URI: N_("%(field)s has to be a web address that begins with https:// or http://."),
    What.EMAIL: N_("%(field)s is no e-mail address."),
    What.TIME: N_("%(field)s has to be a time such as 09:30."),
    What.DATE: N_("%(field)s has to be a day such as 2026-11-28."),
    What.LANGUAGE: N_("%(field)s is no language that we know."),
    What.COUNTRY: N_("%(field)s is no country that we know."),
    What.REGION: N_("%(field)s is no province of that country."),
    What.ZONE: N_("%(field)s is no time zone that we know."),
    What.HOURS: N_("These opening hours can't be understood. Look at the days and times."),
    What.LINK: N_("Something that this belongs to is not there any more."),
    What.EXISTS: N_("This is there already."),
    What.WITHHELD: N_("This place is protected: it can't have a public address."),
}
_UNREADABLE: Final = N_("%(field)s can't be kept as it is.")
_REFUSED: Final[dict[type[ReviewError], str]] = {
    NothingChangesError: N_("Nothing was different, so nothing was changed."),
    ProtectedTextError: N_("This holds something that is protected: a street, a number or a name. Take it out."),
    UnknownRowError: N_("This is not there any more."),
    InUseError: N_("Other things hang on this, so it can't be removed. An entry is set to: not active."),
    UnknownProposalError: N_("There is no such change."),
    NotWaitingError: N_("Somebody has decided on this change already."),
    OwnProposalError: N_("Somebody else has to review your own change."),
    NotAuthorError: N_("Only who proposed a change can take it back."),
    ChangedMeanwhileError: N_("The entry has changed since. Look at it, and propose the change again."),
    NotPublishedError: N_("Only what was published can be undone."),
}


def sentence_of(refused: ReviewError) -> str:
    """Return the sentence for who proposed or decided; it never quotes what was typed."""
    if isinstance(refused, BadEditError):
        field = label(refused.table, refused.field or "")
        return gettext(_WRONG.get(refused.what, _UNREADABLE)) % {"field": field}
    return gettext(_REFUSED[type(refused)])


_SAID: Final[dict[type[Exception], str]] = {
    UnfitNameError: N_("A sign-in name has 3 to 64 letters, digits or the signs . _ @ + -"),
    NameTakenError: N_("Somebody has this sign-in name already. Choose another."),
    ShortPassphraseError: N_(
        "The passphrase needs at least %(shortest)s characters. Four words that you can remember are good."
    ),
    LongPassphraseError: N_("The passphrase may have at most %(longest)s characters."),
    CommonPassphraseError: N_("This passphrase is one of the first that somebody would try. Choose another."),
    NameInPassphraseError: N_("The passphrase must not contain the sign-in name."),
    UnfitPassphraseError: N_("This passphrase can't be kept. Choose another."),
    WrongCodeError: N_(
        "The code is not right. Look at the app again: a code holds for 30 seconds. Is the clock of the phone right?"
    ),
    UnfitSecretError: N_("Please set the app up with the new picture."),
}


def access_sentence_of(refused: Exception) -> str:
    """Return the sentence; it never quotes what was typed."""
    return gettext(_SAID[type(refused)]) % {"shortest": SHORTEST, "longest": LONGEST}
