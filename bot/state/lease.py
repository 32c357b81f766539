"""A right that one process of all has, for a time."""

from abc import ABC, abstractmethod


class Lease(ABC):
    """Ours for `seconds` after it was taken or renewed. Every method raises StateUnavailableError as a store's do."""

    seconds: float

    @abstractmethod
    async def take(self) -> bool:
        """Take it where nobody has it; return whether it is ours now."""

    @abstractmethod
    async def renew(self) -> bool:
        """Have it for as long again; return whether it was still ours."""

    @abstractmethod
    async def give_back(self) -> None:
        """Let others have it at once; nothing happens where it is ours no more."""
