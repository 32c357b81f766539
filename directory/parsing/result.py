"""How a judge answers."""

from typing import NamedTuple


class RefusedError(ValueError):
    """A value is not acceptable: `what` is wrong, and how to `mend` it, a sentence each."""

    def __init__(self, what: str, mend: str) -> None:
        """Take the two sentences."""
        super().__init__(what)
        self.what = what
        self.mend = mend


class Judged(NamedTuple):
    """A value as the directory writes it; `doubt` and `mend` are sentences where something should be looked at."""

    text: str
    doubt: str = ""
    mend: str = ""
