"""Read what a stranger posts, and no more than we asked for."""

import asyncio

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from bot.metrics import instruments

SECONDS = 10


async def bounded_body(request: Request, at_most: int, channel: str) -> bytes:
    """Return the body of at most `at_most` bytes.

    Memory and time belong to everybody who writes, so a body that is too large
    (413), too slow (408) or cut off (400) is given up as an HTTPException.
    """
    try:
        return await _read_in_time(request, at_most)
    except HTTPException:
        instruments.message(channel, "malformed")
        raise


async def _read_in_time(request: Request, at_most: int) -> bytes:
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(request, at_most)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None


async def _read(request: Request, at_most: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > at_most:
        raise HTTPException(413)
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > at_most:
            raise HTTPException(413)
    return bytes(read)
