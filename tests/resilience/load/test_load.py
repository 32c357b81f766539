"""Ten seconds of `make bench PART=load`."""

from pathlib import Path

import pytest

from tests.resilience.load.conversations import conversations
from tests.resilience.load.load import measure

pytestmark = [pytest.mark.slow, pytest.mark.serial]

LANGUAGES = ("es", "th")


async def test_everyone_is_answered_once(tmp_path: Path, model_dir: Path) -> None:
    """At twenty messages a second nobody misses an answer, nobody gets one twice, and nothing is refused."""
    scripts = [one for one in conversations() if one.language in LANGUAGES]
    outcome = await measure(tmp_path, model_dir, rate=20, seconds=10, count=1, seed=6, scripts=scripts)
    wrong = [sentence for one in outcome.judgements if one.lost or one.doubled for _, sentence in one.told]
    assert wrong == []
    assert outcome.undelivered == 0
    assert sum(len(one.person.parcels) for one in outcome.judgements) == 200
