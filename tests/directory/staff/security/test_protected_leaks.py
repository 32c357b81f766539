"""What is protected is read by its circle on its own page, which notes it, and stands nowhere else."""

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.models import Proposal, ProposedField, ProtectedRead
from directory.moderation.edits import EDITABLE_FIELDS
from directory.staff.uploads.exports import ExportFormat
from tests.directory.staff.browser import Browser
from tests.directory.staff.security.database_contents import text_in_tables
from tests.directory.staff.security.form_fields import form_inputs
from tests.directory.staff.security.route_discovery import openings
from tests.directory.staff.security.world import KINDS, SECRETS, World

OWN_PAGE = "GET /services/{service_id}/protected"
CIRCLE = {"editor": SECRETS[1:], "administrator": SECRETS}
"""What each of those who may reads of the Thai entry; a circle is none where a reviewer does not decide."""

READINGS = {"editor": 1, "administrator": 2}
"""How many pages read it: its own, and for administrators the one that looks for it in public texts."""


def reads(engine: Engine) -> int:
    """Return how many readings were noted."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(ProtectedRead)) or 0


def said_in(answer: Any) -> str:
    """Return all that an answer says, also what is packed."""
    content = answer.content
    if not content.startswith(b"PK"):
        return str(content.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("kind", KINDS)
def test_protected_data_is_on_no_other_page(
    world: World, world_engine: Engine, world_pages: Starlette, kind: str
) -> None:
    """No page, preview, history, list or file holds a word of it for anybody, but its own page for its circle."""
    browser, ways = world.enters(world_engine, world_pages, kind), world.ways["editor"]
    found = {}
    for one in openings(world_pages):
        few = not one.path.startswith("/records/") or one.path.split("/")[2] in {
            "service",
            "contact",
            "address",
            "location",
        }
        if one.method == "GET" and few:
            said = said_in(browser.get(one.at(**ways.of(one.path))))
            found |= {one.name: words} if (words := [word for word in SECRETS if word in said]) else {}
    assert found == ({OWN_PAGE: list(CIRCLE[kind])} if kind in CIRCLE else {})
    assert reads(world_engine) == READINGS.get(kind, 0)


def test_protected_data_is_in_no_export(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """No file of the whole directory holds it, whoever takes it away."""
    browser = world.enters(world_engine, world_pages, "administrator")
    for shape in (ExportFormat.HSDS_JSON, ExportFormat.HSDS_CSV, ExportFormat.SHEET_CSV):
        said = said_in(browser.get(f"/files/export/{shape}"))
        assert "service name" in said
        assert not [word for word in SECRETS if word in said], shape
    assert reads(world_engine) == 0


def test_every_read_is_logged(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """Also a form that is shown again, and a page that was asked for with HEAD, is a reading."""
    browser, path = (
        world.enters(world_engine, world_pages, "administrator"),
        f"/services/{world.thai['service_id']}/protected",
    )
    for times, asks in enumerate(
        (
            lambda: browser.get(path),
            lambda: browser.client.head(f"/staff{path}"),
            lambda: browser.post(path, {"kind": "contact", "name": "x" * 600}),
        ),
        start=1,
    ):
        assert asks().status_code in {200, 422}
        assert reads(world_engine) >= times


_ELSEWHERE = (
    *("end-everywhere", "/protected", "withdraw", "publish", "discard"),
    *("service/create", "organization/create", "program/create", "location/create"),
)
"""Forms without a text, those of the circle itself, and those of what hangs on no entry yet."""


_LIKE_OTHERS = frozenset({"language", "cost_option", "required_document", "service_area", "url", "funding"})
"""Records that hang on an entry as a phone does."""


def typed_everywhere(enter: Callable[[], Browser], pages: Starlette, world: World) -> Iterator[tuple[str, int]]:
    """Type a street or a number into every field of every form, each field alone, in a session of its own."""
    secrets = cycle((SECRETS[0], SECRETS[2]))
    for one in openings(pages):
        if one.method == "GET" or "sign-out" in one.path:
            continue
        if any(part in one.path for part in _ELSEWHERE):
            continue
        table = one.path.split("/")[2] if one.path.startswith("/records/") else ""
        if table in _LIKE_OTHERS:
            continue
        own = form_inputs(one.path)
        names = [*own, *(EDITABLE_FIELDS[table] if table else ()), "reason", "text", "printed"]
        for name in dict.fromkeys(names):
            path = one.at(**world.ways["editor"].of(one.path))
            if path.endswith("/create"):
                path += f"?service_id={world.thai['service_id']}&location_id=location-own"
            yield f"{one.name} {name}", enter().post(path, own | {name: f"Call {next(secrets)} now"}).status_code


def tables_with_secrets(engine: Engine) -> set[str]:
    """Return the tables that hold something of it."""
    return {name for name, said in text_in_tables(engine).items() if any(secret in said for secret in SECRETS)}


def test_protected_values_reach_no_public_field(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """Who knows it can't make it public: every text, reason, decision and translation that holds it is held."""
    kind = "administrator without a circle"
    shut = dict(typed_everywhere(lambda: world.enters(world_engine, world_pages, kind), world_pages, world))
    assert len(shut) > 60
    assert tables_with_secrets(world_engine) >= {"proposal", "proposed_field"}
    with world_engine.begin() as connection:
        held = select(col(Proposal.id)).where(col(Proposal.held).is_not(None))
        connection.execute(delete(ProposedField).where(col(ProposedField.proposal_id).in_(held)))
        connection.execute(delete(Proposal).where(col(Proposal.held).is_not(None)))
    assert tables_with_secrets(world_engine) == {"staff_address", "partner_contact"}
