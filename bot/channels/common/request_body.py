"""Read request bodies with a limit on size and time."""

import asyncio

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from bot.metrics import instruments

READ_TIMEOUT = 10
"""Seconds."""


async def read_body(request: Request, max_bytes: int, channel: str) -> bytes:
    """Return the body.

    Memory and time are shared by all who write, so a body that is too large (413), too slow (408) or cut off (400)
    raises HTTPException. After a slow one the connection is closed: the rest may still come, as slowly as before.
    """
    try:
        return await _read_in_time(request, max_bytes)
    except HTTPException:
        instruments.record_message(channel, "malformed")
        raise


async def _read_in_time(request: Request, max_bytes: int) -> bytes:
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            return await _read(request, max_bytes)
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400) from None


async def _read(request: Request, max_bytes: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > max_bytes:
        raise HTTPException(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise HTTPException(413)
    return bytes(body)
