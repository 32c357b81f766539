"""What the pages of rights cost as SMS, sentence by sentence."""

from typing import Any

import pytest

from actions.rights import after_page, as_many_as_fit
from bot.channels.common.numbered_choices import as_numbered
from bot.rendering.renderer import Speaker
from bot.rendering.segments import segments
from bot.rendering.utterance import Utterance
from directory import Rights
from locales.registry import LANGUAGES
from tests.locales.test_budget import DOMAIN, as_reply

RIGHTS = Rights.read()
PAGES = [(place, code) for place in RIGHTS.places() for code in RIGHTS.languages(place) if code in LANGUAGES]


@pytest.mark.parametrize(("place", "language"), PAGES)
def test_no_page_costs_more_than_a_result(place: str, language: str) -> None:
    """Read on as often as you like: each SMS costs at most 3 segments, its choices and doubts included."""
    speaker, over = Speaker(DOMAIN), {}
    for topic in RIGHTS.topics(place):
        left = list(RIGHTS.facts(place, topic, language))
        while left:
            shown = as_many_as_fit(left, by_sms=True, in_gsm=language in {"en", "fil", "id"})
            left = left[len(shown) :]
            facts: list[dict[str, Any]] = [
                {"text": fact.text, "year": fact.year, "unsure": fact.unsure} for fact in shown
            ]
            choices = tuple((choice["title"], "") for choice in after_page(more=bool(left), by_sms=True))
            page = Utterance("utter_rights_page", {"country": place, "facts": facts}, choices)
            text = as_numbered(as_reply(speaker.speak([page], language, "sms")[0]))
            if segments(text) > 3:
                over[shown[0].id] = (len(text), len(shown))
    assert over == {}
