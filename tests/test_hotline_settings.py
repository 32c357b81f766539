"""Settings of a hotline, and what people then read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.core.message import MessageKind
from bot.core.settings import Settings
from bot.engine.engine import Engine
from tests.directory.rights.page_files import english_page, sentence, write_page
from tests.engine.writer import Writer
from tests.ports import free_port

THEIR_OWN = "Whoever works in Nauru may keep their passport."


@pytest.fixture(scope="module")
def configured_engine(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Yield the engine of a hotline with all settings."""
    from bot.service.factories import create_engine, create_store, open_directory

    folder = tmp_path_factory.mktemp("line")
    write_page(folder / "rights", "en", english_page(sentence("papers-law", text=THEIR_OWN)))
    settings = Settings(
        data_dir=model_dir,
        database_url=f"sqlite:///{folder}/directory.sqlite3",
        line_name="Blue Door",
        organization="Harbour House",
        sms_is_free=True,
        cover="exchange",
        rights_dir=folder / "rights",
    )
    database = open_directory(settings)
    engine, _ = create_engine(settings, database, *create_store(settings))
    yield engine
    database.dispose()


async def welcome(writer: Writer) -> tuple[str, str]:
    """Start a conversation and confirm safety; return the replies before and after."""
    await writer.send(MessageKind.START)
    before = writer.text
    await writer.press(writer.tokens["Yes"])
    return before, writer.text


async def test_organization_is_named_once_safe(configured_engine: Engine) -> None:
    """The first reply has only the hotline's name, since others may see it; the organization follows after a yes."""
    before, after = await welcome(Writer(configured_engine))
    assert "this is Blue Door" in before
    assert "Harbour House" not in before
    assert "Harbour House runs this" in after


async def test_default_hotline(engine: Engine) -> None:
    """Without settings the hotline has the software's name and no organization."""
    before, after = await welcome(Writer(engine))
    assert "this is Waylight" in before
    assert "runs this" not in after
    assert "None" not in before + after


async def test_cost_of_sms(configured_engine: Engine, engine: Engine) -> None:
    """SMS are called free only if the hotline pays for them; chats are free."""
    told = [(await welcome(Writer(one)))[1] for one in (configured_engine, engine)]
    assert ["These SMS cost you nothing." in one for one in told] == [True, False]
    assert ["Your phone company may charge" in one for one in told] == [False, True]
    by_chat = (await welcome(Writer(configured_engine, channel="telegram")))[1]
    assert "This chat is free. Your internet may cost money." in by_chat
    assert "SMS" not in by_chat


async def test_cover_topic(configured_engine: Engine, engine: Engine) -> None:
    """In cover mode the bot talks about the configured topic, by default the weather."""
    for one, subject in ((configured_engine, "money"), (engine, "weather")):
        writer = Writer(one)
        await writer.send_text("i need a lawyer")
        await writer.send_text("rain")
        assert subject in writer.text.lower()


async def test_own_rights_pages(configured_engine: Engine, engine: Engine) -> None:
    """Pages about rights in the hotline's own folder are used; without it such a country has none."""
    read = []
    for one in (configured_engine, engine):
        writer = Writer(one, channel="telegram")
        await writer.send_text("what are my rights?")
        await writer.press(writer.tokens["My papers"])
        await writer.press(writer.tokens["In a country"])
        await writer.send_text("Nauru")
        read.append(writer.text)
    assert [THEIR_OWN in one for one in read] == [True, False]


@pytest.mark.parametrize(
    ("command", "topic"), [("run", "football"), ("run", "weather_1"), ("run", "../weather"), ("chat", "football")]
)
def test_unknown_cover_stops_start(
    monkeypatch: pytest.MonkeyPatch, model_dir: Path, tmp_path: Path, command: str, topic: str
) -> None:
    """An unknown cover topic stops the start with one sentence that names setting and topic."""
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(model_dir))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/directory.sqlite3")
    monkeypatch.setenv("WAYLIGHT_COVER", topic)
    monkeypatch.setenv("WAYLIGHT_PORT", str(free_port()))
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 2
    assert f"WAYLIGHT_COVER: there are no cover texts about '{topic}'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_invalid_rights_page_stops_start(monkeypatch: pytest.MonkeyPatch, model_dir: Path, tmp_path: Path) -> None:
    """An invalid page stops the start with a sentence that names the file."""
    write_page(tmp_path / "rights", "en", "topics: [")
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(model_dir))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/directory.sqlite3")
    monkeypatch.setenv("WAYLIGHT_RIGHTS_DIR", str(tmp_path / "rights"))
    result = CliRunner().invoke(app, ["chat"])
    assert result.exit_code == 2
    assert "The pages about rights can't be read." in result.stderr
    assert "nr/en.yml" in result.stderr
    assert "Traceback" not in result.output
