"""What a store holds, as whoever has its key can read it."""

from bot.state.memory_store import InMemory
from bot.state.store import Store


def opened(store: Store) -> dict[str, bytes]:
    """Return all records of a store in memory, unsealed, by their names."""
    assert isinstance(store, InMemory)
    held = {name: record for records in store._records.values() for name, (record, _) in records.items()}
    return {name: store._seal.open(name, sealed) for name, sealed in held.items()}
