"""A minute of `make chaos`."""

from pathlib import Path

from tests.resilience.chaos.chaos import Plan, rage


async def test_nobody_is_lost_while_processes_die(tmp_path: Path, model_dir: Path) -> None:
    """Over 150 messages with six processes killed while they answer, everybody gets every answer, once."""
    plan = Plan(150, killed=0.04, languages=("en",))
    outcome = await rage(tmp_path, model_dir, plan)
    assert list(outcome.faults()) == []
    assert [figure for figure in outcome.figures() if figure.is_broken] == []
    assert len(outcome.pool.kills) >= plan.kills
