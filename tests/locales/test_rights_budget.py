"""What the pages of rights cost as SMS, sentence by sentence."""

from typing import Any

import pytest

from actions.rights import page_choices
from actions.rights_pages import fit_facts
from bot.channels.common.reply_text import with_numbered_choices
from bot.rendering.renderer import Renderer
from bot.rendering.segments import count_segments
from bot.rendering.utterance import Utterance
from directory import Rights
from locales.registry import LANGUAGES
from tests.locales.test_answers_budget import texter
from tests.locales.test_sms_budget import DOMAIN, as_reply

RIGHTS = Rights.read()
PAGES = [(place, code) for place in RIGHTS.places() for code in RIGHTS.languages(place) if code in LANGUAGES]


@pytest.mark.parametrize(("place", "language"), PAGES)
def test_rights_pages_fit_sms_budget(place: str, language: str) -> None:
    """Read on as often as you like: each SMS costs at most 3 segments, its choices and doubts included."""
    speaker, over = Renderer(DOMAIN), {}
    for topic in RIGHTS.topics(place):
        left = list(RIGHTS.facts(place, topic, language))
        while left:
            portion = [fact for fact in left if fact.known] or left
            shown = fit_facts(portion, language, texter(language))
            left = left[len(shown) :]
            more = "utter_choice_more_rights" if any(fact.known for fact in left) else "utter_choice_unknown_rights"
            facts: list[dict[str, Any]] = [
                {"text": fact.text, "year": fact.year, "unsure": fact.unsure} for fact in shown
            ]
            choices = tuple((choice["title"], "") for choice in page_choices(more if left else None, by_sms=True))
            page = Utterance("utter_rights_page", {"country": place, "facts": facts}, choices)
            text = with_numbered_choices(as_reply(speaker.render([page], language, "sms")[0]))
            if count_segments(text) > 3:
                over[shown[0].id] = (len(text), len(shown))
    assert over == {}
