"""No typed text triggers an intent or sets a slot, whatever Rasa makes of a leading slash."""

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


async def result_of(writer: Writer) -> dict[str, object]:
    """Return the result of a turn without the tokens, which are never the same."""
    state = await writer.state()
    slots = {name: value for name, value in state.slots.items() if name != "open_choices"}
    return {"slots": slots, "loop": state.active_loop, "text": writer.text}


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_slash_means_nothing(engine: Engine, command: str) -> None:
    """A command is answered exactly as the same words without their slash."""
    plain = Writer(engine)
    await plain.send_text(command.strip().lstrip("/"))
    for before in INVISIBLE:
        writer = Writer(engine)
        await writer.send_text(before + command)
        assert await result_of(writer) == await result_of(plain)


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_set_no_slots(writer: Writer, command: str) -> None:
    """No typed command sets the place, the language or that the language was chosen."""
    await writer.send_text(command)
    slots = (await writer.state()).slots
    assert not {"place", "language_chosen", "country_hint", "person"} & slots.keys()
    assert slots.get("need") != "danger"
    assert slots["language"] == "en"


async def test_a_full_width_slash(writer: Writer) -> None:
    """The full-width slash of East Asian keyboards is no command either."""
    await writer.send_text("／find_shelter")
    await writer.send_text('／give_place{"place": {"country": "TH"}}')
    assert "place" not in (await writer.state()).slots


async def test_restart_resets_nothing(writer: Writer) -> None:
    """Rasa's own /restart and /session_start leave the conversation in its state."""
    await writer.send_text("i need a place to sleep")
    for command in ("/restart", "/session_start"):
        await writer.send_text(command)
        assert (await writer.state()).slots["need"] == "shelter"
        assert (await writer.state()).slots["welcomed"]
        assert "machine" not in writer.text


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slashes=st.text(st.sampled_from("/ \u200b\u2060\n\t\r\x00"), max_size=6),
    intent=st.sampled_from(["find_shelter", "stale_choice", "session_start"]),
    country=st.sampled_from(["TH", "KH", "LA"]),
)
async def test_disguised_slashes(engine: Engine, slashes: str, intent: str, country: str) -> None:
    """Whatever comes before the slash, entities in braces set nothing."""
    writer = Writer(engine)
    await writer.send_text(f'{slashes}/{intent}{{"place": {{"country": "{country}"}}, "language": "th"}}')
    assert "place" not in (await writer.state()).slots
    assert (await writer.state()).slots["language"] == "en"
