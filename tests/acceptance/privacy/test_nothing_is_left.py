"""After many conversations no personal data is left anywhere except at the networks."""

import os
import random
from itertools import chain

import pytest

from tests.acceptance.privacy.locations import files_of, processes_of, records_of, rows_of
from tests.acceptance.privacy.planted_secrets import PlantedSecrets
from tests.acceptance.privacy.redis_server import Monitor
from tests.acceptance.privacy.service_fixture import RunningService
from tests.acceptance.privacy.traces import Search, needles
from tests.acceptance.privacy.virtual_users import VirtualUsers
from tests.harness.fault_injection import Fault, FaultInjector

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

MANY = int(os.environ.get("PROMISED_CONVERSATIONS", "40"))
FAULTS = {Fault.RATE_LIMITED: 0.001, Fault.SERVER_ERROR: 0.005, Fault.DROPPED_AFTER: 0.005}
"""Of Telegram, so that what is said of faults is looked at too."""
PATIENCE = 300.0
"""Seconds for which Telegram brings an update again; its own is a day."""


async def test_nothing_is_left(stage: RunningService) -> None:
    """No word, name, number, id or location is in any log, file, record, command or /proc entry."""
    lot = random.Random(int(os.environ.get("PROMISED_SEED", "6")))  # noqa: S311  a run must be repeatable
    crowd = VirtualUsers(stage.networks, PlantedSecrets(lot), lot)
    monitor = Monitor(stage.redis) if stage.redis else None
    stage.networks.telegram.api.faults, stage.networks.telegram.give_up_after = FaultInjector(6, FAULTS), PATIENCE
    await crowd.converse(MANY)
    stage.networks.telegram.api.faults = FaultInjector()
    commands = monitor.stop() if monitor else b""
    assert (crowd.answered > 2 * MANY, crowd.given_up) == (True, 0)
    search = Search(needles(crowd.plants))
    sent = search.found_in(parcel.body for parcel in stage.door.seen.values())
    assert crowd.plants.texts | crowd.plants.numbers | set(map(str, crowd.plants.ids)) <= sent
    records = list(records_of(stage.redis)) if stage.redis else []
    left = [
        (what, found)
        for what, blob in chain(files_of(stage), rows_of(stage), processes_of(stage), records, [("MONITOR", commands)])
        if (found := search.found_in([blob]))
    ]
    assert left == []
    assert stage.log().count("\n") > 3
    if stage.redis:
        assert len(records) > 3 * MANY
        assert len(commands) > 1000 * MANY
