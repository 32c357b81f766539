"""Nothing that is typed fires an intent of ours or sets a slot, whatever Rasa makes of a leading slash."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.engine import Engine
from tests.engine.writer import Writer

COMMANDS = [
    "/find_shelter",
    '/give_place{"place": {"country": "TH"}}',
    '/find_shelter{"need": "danger", "language": "th"}',
    "/restart",
    " /restart",
    "/session_start",
    "/unreadable",
    "/stale_choice",
    "/back",
    "/in_danger@1.0",
    "/come_back",
    '/it_helped{"answer": "yes"}',
    '/choose_person{"person": "child"}',
]
INVISIBLE = ["", " ", "/", "//", "\u200b", "\n", "\u2066", "\ufeff", "/ / ", "\0", "\t/\t"]


async def compared(writer: Writer) -> dict[str, object]:
    """Return what a turn led to, without the tokens, which are never the same."""
    record = await writer.record()
    slots = {name: value for name, value in record.slots.items() if name != "open_choices"}
    return {"slots": slots, "loop": record.active_loop, "heard": writer.heard}


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_slash_means_nothing(engine: Engine, command: str) -> None:
    """A command is answered exactly as the same words without their slash."""
    plain = Writer(engine)
    await plain.says(command.strip().lstrip("/"))
    for before in INVISIBLE:
        writer = Writer(engine)
        await writer.says(before + command)
        assert await compared(writer) == await compared(plain)


@pytest.mark.parametrize("command", COMMANDS)
async def test_no_slots_are_set(writer: Writer, command: str) -> None:
    """No typed command sets the place, the language or that the language was chosen."""
    await writer.says(command)
    slots = (await writer.record()).slots
    assert not {"place", "language_chosen", "country_hint", "person"} & slots.keys()
    assert slots.get("need") != "danger"
    assert slots["language"] == "en"


async def test_a_wide_slash(writer: Writer) -> None:
    """The full-width slash of East Asian keyboards is no command either."""
    await writer.says("／find_shelter")
    await writer.says('／give_place{"place": {"country": "TH"}}')
    assert "place" not in (await writer.record()).slots


async def test_restart_forgets_nothing(writer: Writer) -> None:
    """Rasa's own /restart and /session_start, typed, leave the conversation where it stood."""
    await writer.says("i need a place to sleep")
    for command in ("/restart", "/session_start"):
        await writer.says(command)
        assert (await writer.record()).slots["need"] == "shelter"
        assert (await writer.record()).slots["welcomed"]
        assert "machine" not in writer.heard


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slashes=st.text(st.sampled_from("/ \u200b\u2060\n\t\r\x00"), max_size=6),
    intent=st.sampled_from(["find_shelter", "stale_choice", "session_start"]),
    country=st.sampled_from(["TH", "KH", "LA"]),
)
async def test_no_disguise_helps(engine: Engine, slashes: str, intent: str, country: str) -> None:
    """However a slash is dressed up, entities in braces set nothing."""
    writer = Writer(engine)
    await writer.says(f'{slashes}/{intent}{{"place": {{"country": "{country}"}}, "language": "th"}}')
    assert "place" not in (await writer.record()).slots
    assert (await writer.record()).slots["language"] == "en"
