"""Data that only vetted partners and hotline staff may read; see README.md."""

from directory.confidential.entries import AccessCircle, ProtectedAddress, ProtectedContact
from directory.confidential.errors import ProtectedStoreError, UnknownRecordError, UnstorableTextError
from directory.confidential.store import ConfidentialStore

__all__ = [
    "AccessCircle",
    "ConfidentialStore",
    "ProtectedAddress",
    "ProtectedContact",
    "ProtectedStoreError",
    "UnknownRecordError",
    "UnstorableTextError",
]
