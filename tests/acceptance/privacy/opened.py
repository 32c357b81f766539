"""Everything that a store holds, as whoever copied it and has its keys can read it."""

from bot.privacy.encryption import UnsealedError
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from bot.state.store import Store

Dump = dict[str, bytes]
"""Name of a record -> what is kept there, sealed or not."""


async def dump_of(store: Store) -> Dump:
    """Return a copy of all that is kept."""
    if isinstance(store, InMemory):
        return {name: sealed for records in store._records.values() for name, (sealed, _) in records.items()}
    assert isinstance(store, InRedis)
    names = [name async for name in store._redis.scan_iter()]
    return {name.decode(): await store._redis.get(name) or b"" for name in names}


def opened(store: Store, dump: Dump) -> Dump:
    """Return the records of a dump that the store's keys open, in plain; counters and holds are none."""
    plain: Dump = {}
    for name, sealed in dump.items():
        try:
            plain[name] = store._seal.open(name, sealed)
        except UnsealedError:
            continue
    return plain
