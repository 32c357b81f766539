"""A minute of `make bench PART=chaos`."""

from pathlib import Path

import pytest

from tests.resilience.chaos.chaos import Plan, run_chaos

pytestmark = [pytest.mark.slow, pytest.mark.serial, pytest.mark.exhaustive]


async def test_no_message_is_lost_while_processes_are_killed(tmp_path: Path, model_dir: Path) -> None:
    """Over 150 messages with six processes killed while they answer, everybody gets every answer, once."""
    plan = Plan(150, killed=0.04, languages=("en",))
    outcome = await run_chaos(tmp_path, model_dir, plan)
    assert list(outcome.faults()) == []
    assert [figure for figure in outcome.figures() if figure.is_broken] == []
    assert len(outcome.pool.kills) >= plan.kills
