"""Our GSM 7-bit alphabet and segment counts against Twilio's calculator (npm `sms-segments-calculator`)."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.rendering.segments import UNITS, count_segments, is_gsm_7, to_gsm_7
from locales.po import read_catalogue, translated_forms
from locales.registry import LANGUAGES, SOURCE

HERE = Path(__file__).parent / "npm"
pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (HERE / "node_modules").exists()),
    reason="Twilio's segment calculator is not installed: it needs node and npm",
)
_LENGTHS = (1, 69, 70, 71, 134, 135, 153, 160, 161, 306, 307)
_EDGES = ("a", "€", "é", "ç", "我", "😀", "👩‍👩‍👧", "กำ", "\n", "[", "ağ", "{}")


def count_with_twilio(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return the encoding and number of segments of each text by Twilio's calculator."""
    lines = "\n".join(json.dumps(text) for text in texts)
    done = subprocess.run(
        ["node", str(HERE / "segments.js")],  # noqa: S607 - node from the PATH
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return [(encoding, count) for encoding, count in map(json.loads, done.stdout.splitlines())]


def count_with_waylight(text: str) -> tuple[str, int]:
    """Return the encoding and number of segments by our code."""
    return "GSM-7" if is_gsm_7(text) else "UCS-2", count_segments(text)


def test_texts_of_the_bot() -> None:
    """Each response in each language has the encoding and number of segments that Twilio bills."""
    texts = {
        form
        for language in LANGUAGES
        if language != SOURCE
        for message in read_catalogue(language)
        for text in translated_forms(message)
        for form in (text, to_gsm_7(text))
        if form
    }
    ordered = sorted(texts)
    assert len(ordered) > 5_000
    assert _count_differences(ordered) <= 1


def _count_differences(texts: list[str]) -> int:
    """Return how many texts cost one segment more at Twilio, which keeps a letter and its vowel signs together.

    We count what 3GPP TS 23.040 requires; there a segment may end between them. Any other difference fails.
    """
    differing = [
        (count_with_waylight(text), twilio_count)
        for text, twilio_count in zip(texts, count_with_twilio(texts), strict=True)
        if count_with_waylight(text) != twilio_count
    ]
    assert [pair for pair in differing if pair[1] != ("UCS-2", pair[0][1] + 1)] == []
    return len(differing)


def test_segment_limits() -> None:
    """Lengths around each limit, in both alphabets and with characters of two units."""
    texts = [(edge * length)[:length] + tail for edge in _EDGES for length in _LENGTHS for tail in ("", "€", "😀")]
    assert _count_differences(texts) <= 2  # joined emoji and a Thai letter with its vowel, cut at the end of a segment


def test_alphabet() -> None:
    """The same characters of the Basic Multilingual Plane are in the 7-bit alphabet, with the same length."""
    characters = [chr(code) for code in range(1, 0xD800)]
    alone = [encoding for encoding, _ in count_with_twilio(characters)]
    assert {char for char, encoding in zip(characters, alone, strict=True) if encoding == "GSM-7"} == UNITS.keys()
    eighty_one = count_with_twilio(char * 81 for char in UNITS)
    assert {char: count for char, (_, count) in zip(UNITS, eighty_one, strict=True)} == UNITS
