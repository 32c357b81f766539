"""Who may open what: every address is tried by somebody of every kind, and none can be forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from httpx import Response
from sqlalchemy import Engine, update
from starlette.applications import Starlette

from directory.confidential import AccessCircle
from directory.models import StaffSession
from directory.staff.auth.roles import Role
from directory.staff.auth.step_up import FOR_ACTION, FOR_READING
from directory.staff.pages import PAGES
from tests.directory.staff.security.database_contents import contents
from tests.directory.staff.security.expected_permissions import ROUTES
from tests.directory.staff.security.form_fields import open_form
from tests.directory.staff.security.route_discovery import Opening, openings
from tests.directory.staff.security.world import KINDS, World

LADDER: Final = ("anybody", "read", "propose", "decide", "administer")
HEIGHTS: Final = {
    "stranger": "anybody",
    "editor": "propose",
    "other editor": "propose",
    "reviewer": "decide",
    "reviewer abroad": "decide",
    "administrator without a circle": "administer",
    "administrator": "administer",
}
CIRCLES: Final = {
    "editor": AccessCircle.PARTNER,
    "other editor": AccessCircle.PARTNER,
    "reviewer abroad": AccessCircle.PARTNER,
}


def may(kind: str, right: str) -> bool:
    """Return whether somebody has a right of the table."""
    step, *conditions = right.split()
    high_enough = LADDER.index(HEIGHTS[kind]) >= LADDER.index(step)
    return high_enough and ("circle" not in conditions or kind == "administrator" or kind in CIRCLES)


def answer_to(world: World, engine: Engine, pages: Starlette, kind: str, opening: Opening) -> Response:
    """Let somebody open an address with what is theirs in it, in a session of its own."""
    browser = world.enters(engine, pages, kind)
    return open_form(browser, opening, world.ways[kind].of(opening.path))


def is_refused(answer: Response) -> bool:
    """Return whether somebody was turned away: sent to sign in, or told that it is not theirs."""
    return answer.status_code == 403 or answer.headers.get("location", "").startswith("/staff/sign-in?back=")


def test_every_route_has_an_expected_permission(world_pages: Starlette) -> None:
    """The table of rights names every address that the pages answer, and no other."""
    assert {one.name for one in openings(world_pages)} == set(ROUTES)
    assert {right.partition(" ")[0] for right in ROUTES.values()} <= set(LADDER)
    assert {Role(one) for one in ("editor", "reviewer", "administrator")} == set(Role)


@pytest.mark.parametrize(("since", "asks"), [(None, {"step-up", "step-up-once"}), (FOR_ACTION, {"step-up"})])
def test_step_up_is_asked_for(
    world: World, world_engine: Engine, world_pages: Starlette, since: timedelta | None, asks: set[str]
) -> None:
    """An administrator is asked for passphrase and code where the table says so, and only there."""
    before, asked = contents(world_engine), set()
    browser = world.enters(world_engine, world_pages, "administrator", steps_up=False)
    stepped_up_at = None if since is None else datetime.now(UTC) - since
    with world_engine.begin() as connection:
        connection.execute(update(StaffSession).values(stepped_up_at=stepped_up_at))
    expected = {name for condition in asks for name in step_up_routes(condition)}
    for one in openings(world_pages):
        is_page = one.method == "GET" and not one.path.startswith("/records/")
        if one.name in expected or is_page:
            answer = open_form(browser, one, world.ways["administrator"].of(one.path))
            if answer.status_code == 403 and 'name="step_up_code"' in answer.text:
                asked.add(one.name)
    assert asked == expected
    assert {page.name for page in PAGES if page.step_up == FOR_ACTION} == step_up_routes("step-up")
    assert {page.name for page in PAGES if page.step_up == FOR_READING} == step_up_routes("step-up-once")
    assert since or contents(world_engine) == before


def step_up_routes(condition: str) -> set[str]:
    """Return the routes of the table with a condition."""
    return {name for name, right in ROUTES.items() if condition in right.split()}


@pytest.mark.parametrize("kind", KINDS)
def test_forbidden_roles_are_rejected(world: World, world_engine: Engine, world_pages: Starlette, kind: str) -> None:
    """Whoever has not the right is sent to sign in or told so, whatever they ask for, and nothing is written."""
    refused = [one for one in openings(world_pages) if not may(kind, ROUTES[one.name])]
    before = contents(world_engine)
    opened = []
    for one in refused:
        answer = answer_to(world, world_engine, world_pages, kind, one)
        signs_in = answer.status_code == 303 and answer.headers["location"].startswith("/staff/sign-in")
        if not (signs_in if kind == "stranger" else answer.status_code == 403):
            opened.append((one.name, answer.status_code))
    assert opened == []
    assert contents(world_engine) == before


@pytest.mark.parametrize("kind", KINDS)
def test_permitted_roles_are_accepted(world: World, world_engine: Engine, world_pages: Starlette, kind: str) -> None:
    """Whoever has the right is let in to what is theirs, so that the test before refuses for the right reason."""
    shut = []
    for one in sorted(openings(world_pages), key=lambda each: "discard" in each.path):
        is_like_others = one.path.startswith("/records/") and one.path.split("/")[2] != "service"
        if may(kind, ROUTES[one.name]) and not is_like_others:
            answer = answer_to(world, world_engine, world_pages, kind, one)
            is_there = answer.status_code in {200, 302, 303, 400, 409, 422}
            if not is_there or is_refused(answer):
                shut.append((one.name, answer.status_code))
    assert shut == [], shut
