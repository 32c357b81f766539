"""The pictures can be read: by programs, on a screen and on paper, in every script."""

from itertools import combinations

import pytest

from bot.mapping.pictures import picture, pictures
from bot.mapping.responses import sayable, text_of
from bot.mapping.text import lines, width
from locales.registry import LANGUAGES
from tests.dialogue_map.drawn import cards, root

_SMALLEST = 11
"""Pixels; an A3 page is 1766 wide, so that this is 5 points."""


@pytest.fixture(scope="module", params=["en", "ar", "my", "zh"])
def drawn(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """All pictures in a language: Latin, from the right, tall without spaces, broad without spaces."""
    return {file: content for file, content in pictures(request.param).items() if file.endswith(".svg")}


def test_each_is_an_svg_with_a_title_and_a_description(drawn: dict[str, bytes]) -> None:
    """A picture is well-formed, and says what it shows to somebody who can't see it."""
    for content in drawn.values():
        svg = root(content)
        told = [(svg.findtext(f"{{http://www.w3.org/2000/svg}}{name}") or "").strip() for name in ("title", "desc")]
        assert svg.tag.endswith("}svg")
        assert svg.get("role") == "img"
        assert all(told)


def test_text_stays_in_its_box(drawn: dict[str, bytes]) -> None:
    """No line is wider than its card, nor above or below it, and none is tiny."""
    for file, content in drawn.items():
        for card in cards(content):
            assert card.lines
            for text, size, bold, baseline in card.lines:
                assert width(text, size, bold=bold) <= card.right - card.left - 16, (file, text)
                assert card.top + size * 0.7 <= baseline <= card.bottom - size * 0.2, (file, text)
                assert size >= _SMALLEST


def test_cards_do_not_overlap(drawn: dict[str, bytes]) -> None:
    """No card lies over another."""
    for file, content in drawn.items():
        assert [(file, *pair) for pair in combinations(cards(content), 2) if pair[0].overlaps(pair[1])] == []


def test_arabic_is_written_from_the_right() -> None:
    """A text that is read from the right begins at the right edge of its card, and English beside it does not."""
    texts = list(root(picture("rights", "ar")).iter("{http://www.w3.org/2000/svg}text"))
    arabic = [text for text in texts if any("\u0600" <= letter <= "\u06ff" for letter in text.text or "")]
    spoken = [text for text in arabic if "Texts in" not in (text.text or "")]
    assert len(spoken) > 20
    assert {text.get("direction") for text in spoken} == {"rtl"}
    assert {text.get("direction") for text in texts if (text.text or "").startswith("utter_")} == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_breaking_lines_loses_no_letter(language: str) -> None:
    """Whatever the script, the lines of a text are all of it, and none is too wide."""
    for text in (text_of(name, language) for name in sayable()):
        broken = lines(text, 300, 14)
        assert "".join("".join(broken).split()) == "".join(text.split())
        assert max(width(line, 14) for line in broken) <= 300
