"""What only vetted partners and hotline staff may read; see README.md."""

from directory.confidential.entries import Circle, ProtectedAddress, ProtectedContact
from directory.confidential.errors import NotKeptError, UnfitTextError, UnknownLinkError
from directory.confidential.store import Confidential

__all__ = [
    "Circle",
    "Confidential",
    "NotKeptError",
    "ProtectedAddress",
    "ProtectedContact",
    "UnfitTextError",
    "UnknownLinkError",
]
