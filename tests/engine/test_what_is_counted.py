"""What the engine counts of itself."""

from pathlib import Path

from bot.engine.engine import Engine
from tests.engine.writer import Writer
from tests.metrics.shown import Steps


async def test_a_warm_engine_has_its_encoder(engine: Engine) -> None:
    """Warming up loads the sentence embedding, so that no person waits for it, and no process loads it alone."""
    embedded = Steps("waylight_embedding_seconds_count")
    await engine.warm_up()
    assert embedded() == {"": 1}


async def test_texts_and_embeddings(writer: Writer) -> None:
    """Each text that is read is counted, and whether it needed the embedding; a press of a button is no text."""
    read, embedded = Steps("waylight_understanding_seconds_count"), Steps("waylight_embedding_seconds_count")
    await writer.says("hello")
    assert (read(), embedded()) == ({"": 1}, {})
    await writer.says("ພວກເຮົາເຮັດວຽກຢູ່ເຮືອ")
    assert (read(), embedded()) == ({"": 2}, {"": 1})


def test_the_release(engine: Engine, model_dir: Path) -> None:
    """The model that answers is named by what it is made from, and when that was."""
    model, trained_at = engine.trained
    assert (model_dir / "models" / f"waylight-{model}.tar.gz").exists()
    assert trained_at.tzinfo is not None
