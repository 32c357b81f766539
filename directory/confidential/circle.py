"""Who may read what is protected."""

from enum import StrEnum


class Circle(StrEnum):
    """The readers for whom something is kept. The public is no circle: it reads none of this."""

    PARTNER = "partner"
    STAFF = "staff"

    @property
    def reads(self) -> tuple["Circle", ...]:
        """The circles whose entries these readers see: staff see what partners see."""
        return (Circle.PARTNER, Circle.STAFF) if self is Circle.STAFF else (Circle.PARTNER,)
