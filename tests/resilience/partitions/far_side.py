"""The far side of a network: takes connections there and carries them on to sockets in the file system.

    unshare --net python -m tests.resilience.partitions.far_side 6379:/folder/redis.sock 5432:/folder/.s.PGSQL.5432

The namespace is this process's own and ends with it; it ends with its standard input, so that nothing outlives a run.
"""

import asyncio
import contextlib
import functools
import sys


async def carry(path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry one connection on, both ways, until either end closes it or the run ends."""
    with contextlib.suppress(OSError, asyncio.CancelledError):
        there, to_there = await asyncio.open_unix_connection(path)
        ways = [asyncio.create_task(_copy(reader, to_there)), asyncio.create_task(_copy(there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            to_there.close()
    writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()


async def main(roads: list[str]) -> None:
    """Listen on all ports, say so, and carry until standard input ends."""
    for road in roads:
        port, _, path = road.partition(":")
        await asyncio.start_server(functools.partial(carry, path), "0.0.0.0", int(port))  # noqa: S104  in its own network
    print("listening", flush=True)  # noqa: T201 - what this program says
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
