"""The outcome of parsing or validating a value."""

from typing import NamedTuple, NoReturn


class InvalidValueError(ValueError):
    """A value is not acceptable: `reason` and `hint` are a sentence each.

    They never quote what could be private: a number, an e-mail address or a street.
    """

    def __init__(self, reason: str, hint: str) -> None:
        """`hint` says how to correct the value."""
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def reject(reason: str, hint: str) -> NoReturn:
    """Raise an InvalidValueError."""
    raise InvalidValueError(reason, hint)


class ParseResult(NamedTuple):
    """A value in the directory's notation; `warning` and `hint` are sentences if a person should check it."""

    text: str
    warning: str = ""
    hint: str = ""
