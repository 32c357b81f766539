"""What waits of a long answer by SMS, and the ways to ask for it, apart from any conversation."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.common.numbered_choices import as_numbered
from bot.core.message import Heard, InboundMessage, PersonsWords, Pseudonym, Reply
from bot.engine.choices import offered, standing
from bot.engine.continuation import Unsaid, answerable, forgotten, waiting
from bot.engine.engine import _metadata
from bot.rendering.message_packer import AT_ONCE, SMS_SEGMENTS, packed
from bot.rendering.segments import segments
from bot.rendering.utterance import Spoken
from locales.catalogue import translate
from locales.registry import LANGUAGES
from nlu.text.word_lists import words_of
from tests.locales.test_budget import DOMAIN

UNSAID = Unsaid(DOMAIN)
CHOICES = (("A doctor", "/a"), ("ประเทศไทย", '/give_place{"place": {"country": "TH"}}'))
SAID = st.lists(
    st.builds(Spoken, st.text(st.sampled_from("ab ก\n’"), min_size=1, max_size=400), st.sampled_from([(), CHOICES])),
    min_size=1,
    max_size=12,
).map(lambda said: packed(said, "sms"))
NAMES = ("unsaid", "open_choices", "language", "language_chosen", "hidden", "need", "place")


def tracker_in(language: str) -> DialogueStateTracker:
    """Return where a conversation in this language stands before anything is said."""
    slots = [AnySlot(name, mappings=[{}], influence_conversation=False) for name in NAMES]
    tracker = DialogueStateTracker("somebody", slots)
    tracker.update(SlotSet("language", language))
    return tracker


def say(
    said: Sequence[Spoken], tracker: DialogueStateTracker, channel: str = "sms", *, at_once: bool = False
) -> list[Reply]:
    """Say it as the engine does."""
    replies, choices = offered(UNSAID.held_back(said, tracker, channel, at_once=at_once))
    tracker.update(SlotSet("open_choices", choices))
    return replies


def message(words: str, heard: Heard = Heard.WORDS, choice: str = "") -> InboundMessage:
    """Return what somebody sends."""
    return InboundMessage("sms", Pseudonym("somebody"), heard, words=PersonsWords(words), choice=choice)


def ways(language: str, tracker: DialogueStateTracker) -> list[InboundMessage]:
    """Return every way to ask for more in a language."""
    label = translate(language, "MORE")
    words = ["1", "1.", "MORE", "more", "More", label, label.casefold(), *words_of()[language]["more"]]
    return [*map(message, words), message("", Heard.CHOICE, standing(tracker)[0]["token"])]


@given(said=SAID, language=st.sampled_from(list(LANGUAGES)), way=st.integers(0))
def test_who_asks_gets_all_of_it(said: list[Spoken], language: str, way: int) -> None:
    """In every language, asked for in any way, every SMS comes once and in its order, the last with the choices."""
    tracker, got = tracker_in(language), []
    replies = say(said, tracker)
    for _ in said:
        assert len(replies) <= AT_ONCE
        got += replies
        if tracker.get_slot("unsaid") is None:
            break
        assert [choice.label for choice in replies[-1].choices] == [translate(language, "MORE")]
        asked = ways(language, tracker)
        replies = say(UNSAID.asked_for(asked[way % len(asked)], tracker), tracker)
    assert tracker.get_slot("unsaid") is None
    assert [reply.text for reply in got if reply.text] == [spoken.text for spoken in said]
    assert [choice.label for choice in got[-1].choices] == [label for label, _ in said[-1].choices]
    whole, _ = offered(said)
    most = max(SMS_SEGMENTS, *(segments(as_numbered(reply)) for reply in whole))
    assert max(segments(as_numbered(reply)) for reply in got) <= most


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_ask(language: str) -> None:
    """The number, the word on the line, the English word and how else people say it in a language all mean more."""
    said = [Spoken("one"), Spoken("two"), Spoken("three"), Spoken("four", CHOICES)]
    tracker = tracker_in(language)
    say(said, tracker)
    for way in ways(language, tracker):
        assert UNSAID.asked_for(way, tracker) == [Spoken("four", CHOICES)], way.words


@pytest.mark.parametrize("words", ["2", "no", "he will kill me", "where is this", "more food please for my child", ""])
def test_anything_else_is_no_wish_for_it(words: str) -> None:
    """Whoever writes something else does not get the rest, which is forgotten with its line; a place is heard."""
    tracker = tracker_in("en")
    say([Spoken("one"), Spoken("two"), Spoken("three"), Spoken("where?", CHOICES)], tracker)
    assert UNSAID.asked_for(message(words), tracker) == []
    assert [choice["payload"] for choice in waiting(tracker)] == [payload for _, payload in CHOICES]
    assert answerable(tracker) == []
    for event in forgotten(tracker):
        tracker.update(event)
    assert (tracker.get_slot("unsaid"), standing(tracker), waiting(tracker)) == (None, [], [])
    assert UNSAID.asked_for(message("MORE"), tracker) == []


def test_a_question_that_waits_is_one() -> None:
    """A place that is named answers the question that waits, and its line for more is no choice for the model."""
    tracker = tracker_in("en")
    say([Spoken("one"), Spoken("two"), Spoken("three"), Spoken("where?", CHOICES)], tracker)
    told = _metadata(message("Thailand"), tracker)
    assert (told["asked_place"], told["choices"]) == ("give_place", [])


def test_nothing_to_forget() -> None:
    """Where nothing waits, the choices that stand go on standing, and "1" is the first of them."""
    tracker = tracker_in("en")
    say([Spoken("where?", CHOICES)], tracker)
    assert forgotten(tracker) == []
    assert answerable(tracker) == standing(tracker) != []
    assert UNSAID.asked_for(message("1"), tracker) == []


@given(said=SAID, language=st.sampled_from(list(LANGUAGES)))
def test_nothing_is_held_back_in_danger(said: list[Spoken], language: str) -> None:
    """An answer that is to go at once goes whole, however long it is."""
    tracker = tracker_in(language)
    assert [reply.text for reply in say(said, tracker, at_once=True)] == [spoken.text for spoken in said]
    assert tracker.get_slot("unsaid") is None


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "console"])
def test_only_by_sms(channel: str) -> None:
    """Where a message costs nothing, everything is said."""
    said = [Spoken(str(number)) for number in range(9)]
    tracker = tracker_in("en")
    assert len(say(said, tracker, channel)) == len(said)
    assert tracker.get_slot("unsaid") is None


def test_not_while_somebody_watches() -> None:
    """In a hidden conversation no word and no number brings the rest."""
    tracker = tracker_in("en")
    say([Spoken("one"), Spoken("two"), Spoken("three"), Spoken("four")], tracker)
    tracker.update(SlotSet("hidden", 1))
    assert [UNSAID.asked_for(way, tracker) for way in ways("en", tracker)] == [[]] * len(ways("en", tracker))
