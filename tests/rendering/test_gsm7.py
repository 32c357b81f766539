"""The GSM 7-bit alphabet and segment counts, compared with Twilio's."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.renderer import Renderer
from bot.rendering.segments import UNITS, count_segments, is_gsm_7, message_segments, to_gsm_7, to_gsm_7_message
from bot.rendering.utterance import RenderedMessage, Utterance

SHARED = Path(__file__).parents[3] / "shared/external/sms"
VECTORS, TABLE = SHARED / "twilio_segment_vectors.jsonl", SHARED / "gsm7_table_twilio.json"
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="Twilio's counts (../shared/external) are not here")


def vectors() -> list[dict[str, Any]]:
    """Return texts with the results of Twilio's calculator."""
    return [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


@needs_vectors
def test_matches_twilio_calculator() -> None:
    """Every text has the alphabet and number of segments of Twilio's calculator."""
    wrong, compared = [], 0
    for vector in vectors():
        sent = to_gsm_7(vector["body"]) if vector["smart"] else vector["body"]
        if not sent:  # an invisible sign alone: we send nothing, Twilio counts one
            continue
        compared += 1
        ours = "GSM-7" if is_gsm_7(sent) else "UCS-2", count_segments(sent)
        if ours != (vector["encoding"], vector["segments"]):
            wrong.append((vector["src"], vector["id"], ours))
    assert wrong == []
    assert compared > 480


@needs_vectors
def test_alphabet_matches_twilio() -> None:
    """Our alphabet has the characters and lengths of Twilio's."""
    table = json.loads(TABLE.read_text("utf-8"))
    assert {chr(int(code)): len(units) for code, units in table.items()} == UNITS


@pytest.mark.parametrize(
    ("typeset", "plain"),
    [
        ("It’s “good” – yes — or…", 'It\'s "good" - yes - or...'),
        ("écrivez «\u00a0effacer\u00a0» maintenant\u202f!", 'écrivez "effacer" maintenant !'),
        ("non\u2011breaking\u00a0hyphen, so\u00adft", "non-breaking hyphen, soft"),
        ("• one\u2028• two", "- one\n- two"),
        ("‹a› 1\u2009000", "'a' 1 000"),
    ],
)
def test_replaces_typography(typeset: str, plain: str) -> None:
    """Typographic characters are replaced so that the text fits the alphabet."""
    assert to_gsm_7(typeset) == plain
    assert is_gsm_7(plain)


@pytest.mark.parametrize(
    "text", ["más “aquí”", "ç’est", "Đường – ạ", "ğ “ş”", "“停”…", "สวัสดี…", "\u200eIOM\u200e – 191", "😀…"]
)
def test_keeps_text_outside_alphabet(text: str) -> None:
    """A text with a letter outside the alphabet, or with a direction mark, is unchanged."""
    assert to_gsm_7(text) == text


@given(st.text(max_size=60))
def test_keeps_letters(text: str) -> None:
    """Letters, digits and accents are unchanged, whatever surrounds them."""

    def letters(of: str) -> list[str]:
        return [character for character in of if unicodedata.category(character)[0] in "LNM"]

    assert letters(to_gsm_7(text)) == letters(text)
    assert to_gsm_7(to_gsm_7(text)) == to_gsm_7(text)


def test_converts_whole_message_only() -> None:
    """One label outside the alphabet keeps the whole message unchanged."""
    both = RenderedMessage("It’s open…", (("Sí", "/a"), ("“No”", "/b")))
    assert to_gsm_7_message(both) == both
    assert to_gsm_7_message(RenderedMessage("It’s open…", (("“No”", "/b"),))) == RenderedMessage(
        "It's open...", (('"No"', "/b"),)
    )


def test_curly_apostrophe_costs_nothing(renderer: Renderer) -> None:
    """A curly apostrophe in the directory costs no extra segment."""
    values = {"name": "Women’s Refuge – “Hope”" + "x" * 100, "phones": ["191"], "website": "refuge.example"}
    (spoken,) = renderer.render([Utterance("utter_service", values)], "en", "sms")
    assert is_gsm_7(spoken.text)
    assert count_segments(spoken.text) == message_segments(spoken) == 2 - (len(spoken.text) <= 160)
    (spoken,) = renderer.render([Utterance("utter_service", values)], "en", "whatsapp")
    assert "Women’s Refuge – “Hope”" in spoken.text
