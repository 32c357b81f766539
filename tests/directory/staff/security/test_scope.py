"""What is somebody else's: another organization's entries, another country's, another person's changes and files."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.moderation.edits import foreign_keys
from tests.directory.staff.security.database_contents import contents
from tests.directory.staff.security.expected_permissions import ROUTES
from tests.directory.staff.security.form_fields import form_inputs, open_form
from tests.directory.staff.security.route_discovery import Opening, openings
from tests.directory.staff.security.test_permissions import may
from tests.directory.staff.security.world import SECRETS, World

OTHERS = {
    "editor": "other editor",
    "other editor": "editor",
    "reviewer": "reviewer abroad",
    "reviewer abroad": "reviewer",
}
"""Who keeps one entry, and who the other."""
PUBLIC = {
    "GET /services/{service_id}",
    "GET /services/{service_id}/history",
    "GET /services/{service_id}/preview",
}
"""What everybody who has signed in reads of every entry, as the bot's public does."""
OWN = re.compile(r"service_id|number|\{id\}|\{key\}|\{entity\}|/edit/|/create")
TAKEN = re.compile(r"told=(proposed|published|verified|saved|removed|declined|undone|withdrawn)")


def theirs(pages: Starlette, kind: str) -> Iterator[Opening]:
    """Yield the addresses that somebody's role opens, and that name something of somebody's."""
    for one in openings(pages):
        if OWN.search(one.path) and may(kind, ROUTES[one.name]) and one.name not in PUBLIC:
            yield one


@pytest.mark.parametrize("kind", OTHERS)
def test_entries_of_others_can_not_be_changed(
    world: World, world_engine: Engine, world_pages: Starlette, kind: str
) -> None:
    """Whoever names what another keeps is refused by every address, form and action, and nothing is written."""
    before, taken = contents(world_engine), []
    for one in theirs(world_pages, kind):
        answer = open_form(world.enters(world_engine, world_pages, kind), one, world.ways[OTHERS[kind]].of(one.path))
        # Of a new row it is not known yet whose it will be.
        is_form = one.method == "GET" and "/create" in one.path
        is_theirs = "reviewer" in kind and one.name == "GET /services/{service_id}/protected"
        if answer.status_code not in {400, 403, 404, 422} and not is_form and not is_theirs:
            taken.append((one.name, answer.status_code, answer.headers.get("location")))
    assert taken == [], taken
    after = contents(world_engine)
    assert {name for name in after if after[name] != before[name]} <= {"protected_read"}


@pytest.mark.parametrize("kind", ["other editor", "reviewer abroad"])
def test_entries_of_others_are_readable(world: World, world_engine: Engine, world_pages: Starlette, kind: str) -> None:
    """They read the entry as everybody does, and nothing of its changes that wait or of what is protected."""
    own, browser = world.ways["editor"], world.enters(world_engine, world_pages, kind)
    service, number = own.names["service_id"], own.names["number"]
    page = browser.get(f"/services/{service}").text
    assert "/staff/review/" not in page
    assert "proposal reason" not in page
    assert not any(secret in page for secret in SECRETS)
    assert browser.get(f"/services/{service}/preview?change={number}").status_code == 403
    assert f"/review/{number}" not in browser.get("/").text
    assert own.names["number"] not in re.findall(r"/staff/review/(\d+)", browser.get("/review").text)


@pytest.mark.parametrize("country", ["TH", "GB"])
def test_countries_of_others_can_not_be_decided(
    world: World, world_engine: Engine, world_pages: Starlette, country: str
) -> None:
    """A reviewer who asks for another country's list gets their own."""
    here, there = ("reviewer", "reviewer abroad") if country == "GB" else ("reviewer abroad", "reviewer")
    browser, other = world.enters(world_engine, world_pages, here), world.ways[there]
    for path in ("/review", "/verify"):
        page = browser.get(f"{path}?country={country}").text
        assert other.names["service_id"] not in page
        assert f'/staff/review/{other.names["number"]}"' not in page


RECORDS = sorted({path.split("/")[2] for path in ROUTES if path.startswith("POST /records/")})


@pytest.mark.parametrize("kind", ["editor", "reviewer"])
def test_rows_can_not_be_attached_to_others(
    world: World, world_engine: Engine, world_pages: Starlette, kind: str
) -> None:
    """A new row that hangs on something of another, alone or beside one's own entry, is not taken."""
    browser, before, taken = world.enters(world_engine, world_pages, kind), contents(world_engine), []
    tables = {"organization": world.british["organization_id"], "service": world.british["service_id"]}
    for table in RECORDS:
        for column, target in foreign_keys(table):
            other = f"{column}={tables.get(target, f'{target}-other')}"
            for more in ("", f"&service_id={world.thai['service_id']}" if column != "service_id" else ""):
                path = f"/records/{table}/create"
                answer = browser.post(f"{path}?{other}{more}", form_inputs(path) | {"country": "GB"})
                if answer.status_code != 422:
                    taken.append((table, other, more, answer.status_code))
    assert taken == [], taken
    assert contents(world_engine) == before


def test_texts_of_others_can_not_be_translated(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """An editor translates nothing that another organization says, of an entry, a place or an offer."""
    browser, before = world.enters(world_engine, world_pages, "editor"), contents(world_engine)
    for entity, name in (("organization", "description"), ("location", "transportation"), ("cost_option", "option")):
        key = world.british["organization_id"] if entity == "organization" else f"{entity}-other"
        for method in ("GET", "POST"):
            path = Opening(f"/translate/th/{key}/{name}", method)
            assert open_form(browser, path, {}).status_code in {403, 404}, (method, entity)
    assert contents(world_engine) == before


def test_hours_and_coverage_of_others_can_not_be_changed(
    world: World, world_engine: Engine, world_pages: Starlette
) -> None:
    """A form of one's own entry that names rows of another's in its fields touches none of them."""
    browser, own = world.enters(world_engine, world_pages, "editor"), world.thai["service_id"]
    other = contents(world_engine)
    browser.post(f"/services/{own}/coverage", {"circle": "coverage-other", "country": "GB", "whole": "GB"})
    staff = world.enters(world_engine, world_pages, "administrator")
    for path, fields in (
        ("remove", {"id": "c"}),
        ("move", {"id": "address-own"}),
        ("", {"kind": "contact", "id": "c", "name": "Other"}),
        ("", {"kind": "address", "location_id": "location-own", "address_1": "1 Road", "country": "TH"}),
    ):
        address = f"/services/{world.british['service_id']}/protected{f'/{path}' * bool(path)}"
        assert staff.post(address, fields).status_code in {404, 422}, (path, fields)
    now = contents(world_engine)
    assert {name for name in now if now[name] != other[name]} <= {"proposal", "proposed_field", "protected_read"}
