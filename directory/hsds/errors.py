"""A value that its field cannot have: what is wrong, and how to correct it.

The messages never quote the value: what was typed by mistake may be private.
"""

from typing import NoReturn


class WrongValueError(ValueError):
    """A value that its field cannot have."""

    def __init__(self, what: str, mend: str) -> None:
        """Take both sentences."""
        super().__init__(what)
        self.what, self.mend = what, mend


def refuse(what: str, mend: str) -> NoReturn:
    """Refuse a value.

    Raises:
        WrongValueError: always.
    """
    raise WrongValueError(what, mend)
