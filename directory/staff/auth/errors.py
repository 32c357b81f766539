"""What can go wrong with accounts: one class an outcome. None holds what was typed."""


class RefusedError(Exception):
    """Name, passphrase and code do not open an account now; nobody is told which of them, or whether there is one."""


class TooManyAttemptsError(Exception):
    """From this network address came more attempts than a person makes."""


class NoInvitationError(LookupError):
    """The invitation is unknown, was used or has ended."""


class UnfitNameError(ValueError):
    """A sign-in name has 3 to 64 letters, digits and the signs . _ @ + -, in any script."""


class NameTakenError(ValueError):
    """Somebody else has this sign-in name."""


class UnfitPassphraseError(ValueError):
    """The passphrase would be guessed, or can't be kept; a class below says why."""


class ShortPassphraseError(UnfitPassphraseError):
    """It has fewer characters than `passphrases.SHORTEST`."""


class LongPassphraseError(UnfitPassphraseError):
    """It has more characters than `passphrases.LONGEST`."""


class CommonPassphraseError(UnfitPassphraseError):
    """It is one of those that are tried first."""


class NameInPassphraseError(UnfitPassphraseError):
    """It contains the sign-in name."""


class WrongCodeError(ValueError):
    """The one-time code does not belong to the secret that was shown: the app was not set up, or a clock is wrong."""


class UnfitSecretError(ValueError):
    """The secret for one-time codes is none that `codes.new_secret` makes."""


class UnknownAccountError(LookupError):
    """There is no such account."""


class UnknownOrganizationError(LookupError):
    """The directory has no such organization."""


class NoOrganizationError(ValueError):
    """An editor keeps the entries of one organization, and none was named."""


class LastAdministratorError(RuntimeError):
    """Without this account nobody could let anybody in."""


class BadKeyError(ValueError):
    """The file `staff.key` of the data folder holds no 64 hexadecimal digits; WAYLIGHT_STAFF_KEY may stand for it."""


class WrongKeyError(ValueError):
    """A secret was not sealed under the key that is set, nor for this account."""
