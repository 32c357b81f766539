"""Serve the pages on a local port, over a directory of the test's own."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.rendering.renderer import Renderer
from bot.service.factories import entry_text_renderer
from directory.confidential import AccessCircle
from directory.models import Coverage, Phone, PhoneReach, Service
from directory.staff.app import create_staff_app
from directory.staff.auth.roles import Grant
from directory.staff.context import EntryTextRenderer
from directory.staff.routes import BASE_PATH
from locales.extract import RESPONSES
from nlu.text.yaml_files import read_yaml
from tests.channels.virtual_users import Server
from tests.directory.staff.browser import ADMINISTRATOR, EDITOR, REVIEWER, create_session, staff_context


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its organization and its first phone."""

    service: str
    organization: str
    name: str
    phone: str
    number: str


@dataclass(frozen=True)
class StaffSite:
    """The URL of the pages, their directory, and an entry that serves only Thailand."""

    url: str
    engine: Engine
    entry: Entry

    def token(self, role: str, language: str | None = None) -> str:
        """Create an account with a role; return the token of a session."""
        return create_token(self.engine, role, self.entry.organization, language)


def create_token(engine: Engine, role: str, organization: str, language: str | None = None) -> str:
    """Create an account with a role, an editor's for an organization; return the token of a session."""
    grants = {
        "editor": Grant(EDITOR, organization, (), AccessCircle.PARTNER),
        "reviewer": Grant(REVIEWER, None, ("TH",), None),
        "administrator": Grant(ADMINISTRATOR, None, (), AccessCircle.STAFF),
    }
    return create_session(engine, grants[role], role, language)


def thai_entries(engine: Engine) -> list[Entry]:
    """Return the entries that serve only Thailand and can be called, in a fixed order."""
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


def bot_entry_renderer() -> EntryTextRenderer:
    """Return a renderer with the bot's own texts."""
    responses: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        responses |= read_yaml(path)["responses"]
    return entry_text_renderer(Renderer(responses).render)


@contextlib.asynccontextmanager
async def serve_site(engine: Engine, reads: EntryTextRenderer) -> AsyncIterator[StaffSite]:
    """Serve the pages, mounted as in the service."""
    app = FastAPI(openapi_url=None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app.mount(BASE_PATH, create_staff_app(staff_context(engine, reads, url)))
        server = Server(app)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield StaffSite(url, engine, thai_entries(engine)[0])
        finally:
            server.stopped.set()
            await serving
