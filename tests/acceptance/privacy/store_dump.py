"""Dumps of a store, raw and decrypted."""

from bot.privacy.encryption import DecryptionError
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from bot.state.store import Store

Dump = dict[str, bytes]
"""Name of a record -> its content, encrypted or not."""


async def dump_of(store: Store) -> Dump:
    """Return a copy of all records."""
    if isinstance(store, MemoryStore):
        return {name: sealed for records in store._records.values() for name, (sealed, _) in records.items()}
    assert isinstance(store, RedisStore)
    names = [name async for name in store._redis.scan_iter()]
    return {name.decode(): await store._redis.get(name) or b"" for name in names}


def decrypted(store: Store, dump: Dump) -> Dump:
    """Return the decrypted records of a dump; counters and locks are left out."""
    plain: Dump = {}
    for name, sealed in dump.items():
        try:
            plain[name] = store._cipher.decrypt(name, sealed)
        except DecryptionError:
            continue
    return plain
