"""Run telemelya on a free loopback port, with its state in memory and a strict gate in front.

Runs in its own environment: nothing here may import Waylight. Prints the port
once it listens.
"""

import asyncio
import json
import re
import socket
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import fakeredis
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from telemelya.server.bot_api import router as bot_api
from telemelya.server.control_api import router as control_api
from telemelya.server.state import state_manager

CALL = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
TEXT_LIMIT, DATA_LIMIT = 4096, 64
LONG_POLL = 0.05

secrets: dict[str, str] = {}
waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
calls: dict[str, list[dict[str, Any]]] = defaultdict(list)
faults: dict[str, list[dict[str, Any]]] = defaultdict(list)
app = FastAPI()


def refuse(code: int, description: str, **parameters: int) -> JSONResponse:
    """Refuse as Telegram does: the reason in the body, the code in both places."""
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return JSONResponse(body, status_code=code)


def fault_of(method: str, said: dict[str, str]) -> str | None:
    """Say what Telegram would refuse and telemelya lets pass."""
    if method == "sendMessage":
        length = len(said.get("text", "").encode("utf-16-le")) // 2
        if not said.get("text", "").strip() or length > TEXT_LIMIT:
            return "Bad Request: message is too long" if length else "Bad Request: message text is empty"
    rows = json.loads(said.get("reply_markup", "{}")).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT or not button["text"].strip():
            return "Bad Request: BUTTON_DATA_INVALID"
    return None


async def updates_for(token: str, said: dict[str, str]) -> JSONResponse:
    """Answer getUpdates, which telemelya lacks; an offset confirms what came before it."""
    if await state_manager.get_webhook(token):
        return refuse(409, "Conflict: can't use getUpdates method while webhook is active")
    waiting[token] = [one for one in waiting[token] if one["update_id"] >= int(said.get("offset", 0))]
    await asyncio.sleep(0 if waiting[token] else LONG_POLL)
    return JSONResponse({"ok": True, "result": waiting[token]})


@app.middleware("http")
async def gate(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Stand before every Bot API call: check it, note it, fail where a test asked for it."""
    call = CALL.fullmatch(request.url.path)
    if not call:
        return await call_next(request)
    token, method = call["token"], call["method"]
    if not TOKEN.fullmatch(token):
        return refuse(401, "Unauthorized")
    await request.body()  # keeps the form readable for telemelya, behind us
    said = {name: str(value) for name, value in (await request.form()).items()}
    calls[token].append({"method": method, "said": said})
    if faults[token] and faults[token][0]["method"] == method:
        fault = faults[token].pop(0)
        return refuse(fault["code"], fault["description"], **fault.get("parameters", {}))
    if reason := fault_of(method, said):
        return refuse(400, reason)
    if method == "getUpdates":
        return await updates_for(token, said)
    if method == "setWebhook":
        secrets[token] = said.get("secret_token", "")
    return await call_next(request)


@app.post("/emulator/{token}/deliver")
async def deliver(token: str, request: Request) -> JSONResponse:
    """Bring an update to the bot as Telegram does, with its secret; keep it where there is no webhook."""
    raw = await request.body()
    update = json.loads(raw)
    press = update.get("callback_query", {})
    message = press.get("message") or update.get("message") or {}
    if isinstance(message.get("chat"), dict):
        await state_manager.map_chat_to_session(message["chat"]["id"], token)
    if press:
        await state_manager.map_callback_to_session(press["id"], token)
    url = await state_manager.get_webhook(token)
    if not url:
        waiting[token].append(update)
        return JSONResponse({"status": 0})
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secrets.get(token, "")}
    async with aiohttp.ClientSession() as session, session.post(url, data=raw, headers=headers) as answer:
        return JSONResponse({"status": answer.status, "body": await answer.text()})


@app.post("/emulator/{token}/fault")
async def fail_next(token: str, request: Request) -> dict[str, bool]:
    """Let the next call of a method fail: method, code, description, parameters."""
    faults[token].append(await request.json())
    return {"ok": True}


@app.get("/emulator/{token}/calls")
async def calls_of(token: str) -> list[dict[str, Any]]:
    """Return every Bot API call of this bot as it came over the wire."""
    return calls[token]


def main() -> None:
    """Listen on a port that the system picks, so that no two runs collide."""
    # telemelya knows only a Redis by its address, so its state is handed over directly.
    state_manager._redis = fakeredis.FakeAsyncRedis(decode_responses=True)
    app.include_router(bot_api)
    app.include_router(control_api)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)  # noqa: T201  the parent reads the port from here
    uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off")).run(sockets=[listener])


if __name__ == "__main__":
    main()
