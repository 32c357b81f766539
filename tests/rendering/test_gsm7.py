"""The cheapest alphabet, and what is counted in it, against Twilio's own counts."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.gsm7 import UNITS, as_gsm_7, is_gsm_7
from bot.rendering.renderer import Speaker
from bot.rendering.segments import as_texted, cost, segments
from bot.rendering.utterance import Spoken, Utterance

SHARED = Path(__file__).parents[3] / "shared/external/sms"
VECTORS, TABLE = SHARED / "twilio_segment_vectors.jsonl", SHARED / "gsm7_table_twilio.json"
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="Twilio's counts (../shared/external) are not here")


def vectors() -> list[dict[str, Any]]:
    """Return the texts with what Twilio's calculator says of each."""
    return [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


@needs_vectors
def test_twilio_counts_the_same() -> None:
    """Every text has the alphabet and the number of segments that Twilio's own calculator gives it."""
    wrong, compared = [], 0
    for vector in vectors():
        sent = as_gsm_7(vector["body"]) if vector["smart"] else vector["body"]
        if not sent:  # an invisible sign alone: we send nothing, Twilio counts one
            continue
        compared += 1
        ours = "GSM-7" if is_gsm_7(sent) else "UCS-2", segments(sent)
        if ours != (vector["encoding"], vector["segments"]):
            wrong.append((vector["src"], vector["id"], ours))
    assert wrong == []
    assert compared > 480


@needs_vectors
def test_the_table_is_twilios() -> None:
    """Our alphabet has the characters of Twilio's, each as long as there."""
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
def test_typography_becomes_plain(typeset: str, plain: str) -> None:
    """What only typographers add is replaced, so that the text goes in the cheap alphabet."""
    assert as_gsm_7(typeset) == plain
    assert is_gsm_7(plain)


@pytest.mark.parametrize(
    "text", ["más “aquí”", "ç’est", "Đường – ạ", "ğ “ş”", "“停”…", "สวัสดี…", "\u200eIOM\u200e – 191", "😀…"]
)
def test_left_as_it_is(text: str) -> None:
    """Where a letter is missing in the cheap alphabet, or a mark of direction stands, nothing is changed at all."""
    assert as_gsm_7(text) == text


@given(st.text(max_size=60))
def test_no_letter_is_ever_touched(text: str) -> None:
    """Letters, digits and accents come through as they were, whatever stands around them."""

    def letters(of: str) -> list[str]:
        return [character for character in of if unicodedata.category(character)[0] in "LNM"]

    assert letters(as_gsm_7(text)) == letters(text)
    assert as_gsm_7(as_gsm_7(text)) == as_gsm_7(text)


def test_a_message_goes_whole_or_not_at_all() -> None:
    """One label with a letter from outside keeps the text as it is: the message is one in both alphabets."""
    both = Spoken("It’s open…", (("Sí", "/a"), ("“No”", "/b")))
    assert as_texted(both) == both
    assert as_texted(Spoken("It’s open…", (("“No”", "/b"),))) == Spoken("It's open...", (('"No"', "/b"),))


def test_the_name_of_a_service_does_not_double_its_cost(speaker: Speaker) -> None:
    """A curly apostrophe in the directory costs no segment, in what is counted and in what is sent."""
    values = {"name": "Women’s Refuge – “Hope”" + "x" * 100, "phones": ["191"], "website": "refuge.example"}
    (spoken,) = speaker.speak([Utterance("utter_service", values)], "en", "sms")
    assert is_gsm_7(spoken.text)
    assert segments(spoken.text) == cost(spoken) == 2 - (len(spoken.text) <= 160)
    (spoken,) = speaker.speak([Utterance("utter_service", values)], "en", "whatsapp")
    assert "Women’s Refuge – “Hope”" in spoken.text
