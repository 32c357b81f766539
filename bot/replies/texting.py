"""One message as it is texted: its words with a numbered line below for each choice, in the cheapest alphabet.

What is counted here is what is sent. A channel adds the numbers (bot/channels/numbered.py), in the same way.
"""

from bot.replies.gsm7 import as_gsm_7, is_gsm_7
from bot.replies.segments import segments
from bot.replies.utterance import Spoken


def as_texted(spoken: Spoken) -> Spoken:
    """Return the message in the GSM 7-bit alphabet where all of it goes in that, else as it is."""
    parts = [spoken.text, *(label for label, _ in spoken.choices)]
    if not all(is_gsm_7(as_gsm_7(part)) for part in parts):
        return spoken
    return Spoken(as_gsm_7(spoken.text), tuple((as_gsm_7(label), payload) for label, payload in spoken.choices))


def cost(spoken: Spoken) -> int:
    """Return how many segments the message is sent in."""
    texted = as_texted(spoken)
    lines = (f"{number} {label}" for number, (label, _) in enumerate(texted.choices, start=1))
    return segments("\n".join([texted.text, *lines] if texted.text else lines))
