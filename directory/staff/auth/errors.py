"""The errors of accounts and sign-in, one class for each outcome. None holds what was typed."""


class InvalidCredentialsError(Exception):
    """Name, passphrase and code don't match an open account; which of them is wrong is not revealed."""


class SessionEndedError(Exception):
    """The passphrase or code was wrong too often in this session, which has ended."""


class TooManyAttemptsError(Exception):
    """A network address has made more sign-in attempts than are allowed."""


class InvitationNotFoundError(LookupError):
    """The invitation is unknown, was used or has ended."""


class InvalidUsernameError(ValueError):
    """A sign-in name has 3 to 64 letters, digits or the characters . _ @ + -, in any script."""


class UsernameTakenError(ValueError):
    """Another account has this sign-in name."""


class InvalidPassphraseError(ValueError):
    """The passphrase is too easy to guess or can't be stored; the subclass says why."""


class PassphraseTooShortError(InvalidPassphraseError):
    """It has fewer characters than `passphrases.MIN_LENGTH`."""


class PassphraseTooLongError(InvalidPassphraseError):
    """It has more characters than `passphrases.MAX_LENGTH`."""


class CommonPassphraseError(InvalidPassphraseError):
    """It is one of the most common passphrases."""


class UsernameInPassphraseError(InvalidPassphraseError):
    """It contains the sign-in name."""


class InvalidCodeError(ValueError):
    """The one-time code does not match the secret: the app is not set up, or a clock is wrong."""


class InvalidTotpSecretError(ValueError):
    """The TOTP secret is not one that `totp.new_secret` makes."""


class AccountNotFoundError(LookupError):
    """There is no such account."""


class OrganizationNotFoundError(LookupError):
    """The directory has no such organization."""


class OrganizationRequiredError(ValueError):
    """The grant of an editor must name an organization."""


class LastAdministratorError(RuntimeError):
    """The account is the only active administrator."""


class CircleNotHeldError(PermissionError):
    """The account lets somebody read protected data that it may not read itself."""


class GrantRequestNotFoundError(LookupError):
    """No such grant waits for a confirmation, or it is another one by now."""


class NotConfirmerError(PermissionError):
    """The account asked for the grant itself, or for itself, or is no active administrator."""


class InvalidKeyFileError(ValueError):
    """The file `staff.key` of the data folder does not hold 64 hexadecimal digits; WAYLIGHT_STAFF_KEY overrides it."""


class DecryptionError(ValueError):
    """A secret was encrypted under another key or for another account."""
