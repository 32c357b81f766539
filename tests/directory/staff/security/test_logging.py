"""Nothing that is typed, and nobody's name, number or token, gets into a log, whatever somebody does on the pages."""

import logging
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.moderation.edits import EDITABLE_FIELDS
from tests.directory.staff.browser import Browser
from tests.directory.staff.security.form_fields import form_inputs
from tests.directory.staff.security.route_discovery import openings
from tests.directory.staff.security.world import SECRETS, World

TYPED = "Zwz words 0813334455"


@pytest.mark.parametrize("kind", ["administrator", "stranger"])
def test_nothing_private_is_logged(
    world: World, world_engine: Engine, world_pages: Starlette, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every page is opened and every form is filled; of all that the log, at its most talkative, holds nothing."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "httpx2", "asyncio"):
        caplog.set_level(logging.WARNING, logger=name)  # those of the test's own browser
    ways, tokens = world.ways[kind], [world.ways[kind].names["token"]]
    for one in openings(world_pages):
        if one.path.startswith("/records/") and one.path.split("/")[2] not in {"service", "phone"}:
            continue
        browser: Any = world.enters(world_engine, world_pages, kind)
        tokens.append(browser.token or TYPED)
        _uses(browser, one, ways.of(one.path))
    said = caplog.text + repr([record.__dict__ for record in caplog.records])
    forbidden = (TYPED, "0813334455", *SECRETS, *tokens, *(kind.replace(" ", "-") for kind in ("reviewer abroad",)))
    assert not [word for word in forbidden if word in said]


def _uses(browser: Browser, one: Any, names: dict[str, str]) -> None:
    path = one.at(**names)
    if one.method == "GET":
        browser.client.get(f"/staff{path}", params={"search": TYPED, "country": TYPED, "back": f"/{TYPED}"})
        return
    columns = EDITABLE_FIELDS[one.path.split("/")[2]] if one.path.startswith("/records/") else ()
    browser.post(path, dict.fromkeys([*form_inputs(one.path), *columns, "reason"], TYPED))
