"""What whoever runs a line can set up, and what people then read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.core.message import Heard
from bot.core.settings import Settings
from bot.engine.engine import Engine
from tests.directory.rights.made_pages import english, sentence, write
from tests.engine.writer import Writer
from tests.ports import free_port

THEIR_OWN = "Whoever works in Nauru may keep their passport."


@pytest.fixture(scope="module")
def line(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A line that has set up everything."""
    from bot.service.factories import make_engine, make_store, open_directory

    folder = tmp_path_factory.mktemp("line")
    write(folder / "rights", "en", english(sentence("papers-law", text=THEIR_OWN)))
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
    engine, _ = make_engine(settings, database, *make_store(settings))
    yield engine
    database.dispose()


async def is_welcomed(writer: Writer) -> tuple[str, str]:
    """Begin and say that it is safe; return what was said before and after."""
    await writer.sends(Heard.START)
    before = writer.heard
    await writer.chooses(writer.tokens["Yes"])
    return before, writer.heard


async def test_the_name_comes_first_and_the_organization_once_it_is_safe(line: Engine) -> None:
    """The first words name the line only, since others may see them; who runs it is told after a yes."""
    before, after = await is_welcomed(Writer(line))
    assert "this is Blue Door" in before
    assert "Harbour House" not in before
    assert "Harbour House runs this" in after


async def test_a_line_that_has_set_nothing_up(engine: Engine) -> None:
    """Without a name the line is called as the software, and nobody is said to run it."""
    before, after = await is_welcomed(Writer(engine))
    assert "this is Waylight" in before
    assert "runs this" not in after
    assert "None" not in before + after


async def test_what_it_costs(line: Engine, engine: Engine) -> None:
    """SMS are said to be free only where the line pays for them; a chat costs nothing from us either way."""
    told = [(await is_welcomed(Writer(one)))[1] for one in (line, engine)]
    assert ["These SMS cost you nothing." in one for one in told] == [True, False]
    assert ["Your phone company may charge" in one for one in told] == [False, True]
    by_chat = (await is_welcomed(Writer(line, channel="telegram")))[1]
    assert "I cost you nothing." in by_chat
    assert "SMS" not in by_chat


async def test_the_cover(line: Engine, engine: Engine) -> None:
    """While somebody watches, the bot talks about what the line has chosen, by default the weather."""
    for one, subject in ((line, "money"), (engine, "weather")):
        writer = Writer(one)
        await writer.says("i need a lawyer")
        await writer.says("rain")
        assert subject in writer.heard.lower()


async def test_pages_of_their_own(line: Engine, engine: Engine) -> None:
    """A page of rights in a folder of the line's own is read from; without it there is no page of that country."""
    read = []
    for one in (line, engine):
        writer = Writer(one, channel="telegram")
        await writer.says("what are my rights?")
        await writer.chooses(writer.tokens["My papers"])
        await writer.chooses(writer.tokens["In a country"])
        await writer.says("Nauru")
        read.append(writer.heard)
    assert [THEIR_OWN in one for one in read] == [True, False]


@pytest.mark.parametrize(
    ("command", "topic"), [("run", "football"), ("run", "weather_1"), ("run", "../weather"), ("chat", "football")]
)
def test_an_unknown_cover_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, model_dir: Path, tmp_path: Path, command: str, topic: str
) -> None:
    """A topic for which nobody wrote cover texts ends the start in one sentence that names setting and topic."""
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(model_dir))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/directory.sqlite3")
    monkeypatch.setenv("WAYLIGHT_COVER", topic)
    monkeypatch.setenv("WAYLIGHT_PORT", str(free_port()))
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 2
    assert f"WAYLIGHT_COVER: nobody wrote cover texts about '{topic}'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_page_that_cannot_be_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, model_dir: Path, tmp_path: Path
) -> None:
    """A faulty page of rights ends the start in a sentence that names the file."""
    write(tmp_path / "rights", "en", "topics: [")
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(model_dir))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/directory.sqlite3")
    monkeypatch.setenv("WAYLIGHT_RIGHTS_DIR", str(tmp_path / "rights"))
    result = CliRunner().invoke(app, ["chat"])
    assert result.exit_code == 2
    assert "The pages of rights can't be read." in result.stderr
    assert "nr/en.yml" in result.stderr
    assert "Traceback" not in result.output
