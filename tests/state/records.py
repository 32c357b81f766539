"""Reads the records of a store with its own keys."""

from bot.state.memory_store import MemoryStore
from bot.state.store import Store


def decrypted_records(store: Store) -> dict[str, bytes]:
    """Return the decrypted records of a store in memory by name."""
    assert isinstance(store, MemoryStore)
    held = {name: record for records in store._records.values() for name, (record, _) in records.items()}
    return {name: store._cipher.decrypt(name, sealed) for name, sealed in held.items()}
