"""The pages on a port of this machine, over a directory of a test's own."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.rendering.renderer import Speaker
from bot.service.factories import reads_by
from directory.confidential import Circle
from directory.models import Coverage, Phone, PhoneReach, Service
from directory.staff.app import make_staff
from directory.staff.auth.roles import Grant
from directory.staff.entry_text import Reads
from directory.staff.routes import BASE
from locales.extract import RESPONSES
from nlu.text.yaml_files import read_yaml
from tests.channels.serving import Server
from tests.directory.staff.browsing import ADMINISTRATOR, EDITOR, REVIEWER, desk_of, let_in


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, whose it is, and the number that it says first."""

    service: str
    organization: str
    name: str
    phone: str
    number: str


@dataclass(frozen=True)
class House:
    """Where the pages are, their directory, and the entry that its people keep: one that works in Thailand alone."""

    url: str
    engine: Engine
    entry: Entry

    def token(self, role: str, language: str | None = None) -> str:
        """Let somebody of a role in, under its name; return the token of their session."""
        return token_of(self.engine, role, self.entry.organization, language)


def token_of(engine: Engine, role: str, organization: str, language: str | None = None) -> str:
    """Let somebody of a role in, an editor for an organization; return the token of their session."""
    grants = {
        "editor": Grant(EDITOR, organization, (), Circle.PARTNER),
        "reviewer": Grant(REVIEWER, None, ("TH",), None),
        "administrator": Grant(ADMINISTRATOR, None, (), Circle.STAFF),
    }
    return let_in(engine, grants[role], role, language)


def entries_of(engine: Engine) -> list[Entry]:
    """Return the entries that work in Thailand alone and answer calls, in a fixed order."""
    elsewhere = select(col(Coverage.service_id)).where(col(Coverage.country).is_distinct_from("TH"))
    wanted: Any = (Service.id, Service.organization_id, Service.name, Phone.id, Phone.number)
    asked = (
        select(*wanted)
        .join(Phone, col(Phone.service_id) == col(Service.id))
        .join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
        .where(col(PhoneReach.kind) == "voice", col(PhoneReach.position) == 0, col(Service.id).not_in(elsewhere))
        .order_by(col(Service.id))
    )
    with engine.connect() as connection:
        return [Entry(*row) for row in connection.execute(asked)]


def reads_as_the_bot() -> Reads:
    """Return who says an entry in the bot's words."""
    responses: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        responses |= read_yaml(path)["responses"]
    return reads_by(Speaker(responses).speak)


@contextlib.asynccontextmanager
async def opened(engine: Engine, reads: Reads) -> AsyncIterator[House]:
    """Serve the pages, mounted as the service mounts them."""
    app = FastAPI(openapi_url=None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app.mount(BASE, make_staff(desk_of(engine, reads, url)))
        server = Server(app)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield House(url, engine, entries_of(engine)[0])
        finally:
            server.stopped.set()
            await serving
