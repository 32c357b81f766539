"""What is said to somebody whose name, passphrase or code can't be taken."""

from typing import Final

from directory.staff.people.passphrases import LONGEST, SHORTEST
from directory.staff.people.refusals import (
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
from directory.staff.speaking import N_, gettext

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


def sentence_of(refused: Exception) -> str:
    """Return the sentence; it never quotes what was typed."""
    return gettext(_SAID[type(refused)]) % {"shortest": SHORTEST, "longest": LONGEST}
