"""A wish to die in plain words is answered, whatever else a message asks; its denial is not."""

import asyncio

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from nlu.text.normalization import sanitize_input

WISHES = [
    "no police i said. i want to die, where is a shelter",
    "my sister wants to kill herself, which number is for women",
    "police nahi bola na. main mar jana chahta hu samjhe?",
    "я хочу умереть, где можно поспать сегодня",
    "mi hija se quiere morir desde que volvio, necesita psicologo",
    "con gái tôi nó muốn chết, ở đâu có bác sĩ",
    "ابنتي تريد أن تموت، أين طبيب",
    "她想死，我们在西港，怎么办",
    "minha irmã quer se matar, onde tem psicólogo",
    "သေချင်တယ် လစာမပေးဘူး",
    "I'm safe now, they are gone. but i want to die",
]
OTHERS = [
    "i don't want to kill myself, i just need a lawyer",
    "do you help people who want to die",
    "i wanted to die last year, now i am ok and need work",
    "em không có ý định tự tử, chị đừng lo",
    "ខ្ញុំអត់គិតចង់សម្លាប់ខ្លួនទេ បងកុំបារម្ភ",
    "ที่นี่ช่วยคนที่คิดฆ่าตัวตายด้วยไหมคะ",
    "আমি মরতে চাই না, কাজ দরকার",
]


def danger(processor: TurnProcessor, text: str) -> object:
    """Return the danger that a text is answered as."""
    parsed = processor.parse_text(sanitize_input(text), {}, DialogueStateTracker("", []))
    return asyncio.run(parsed).get("danger")


@pytest.mark.parametrize("text", WISHES)
def test_wish_beside_other_requests(processor: TurnProcessor, text: str) -> None:
    """The wish is answered first."""
    assert danger(processor, text) == "selfharm"


@pytest.mark.parametrize("text", OTHERS)
def test_no_wish(processor: TurnProcessor, text: str) -> None:
    """Denials, the past and questions about such help are answered as what they ask."""
    assert danger(processor, text) != "selfharm"
