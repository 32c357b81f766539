"""What is said to somebody whose change can't be made. One place: each sentence is the same on every page."""

from typing import Final

from directory.review.errors import (
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
from directory.staff.records.labels import label
from directory.staff.speaking import N_, gettext

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
