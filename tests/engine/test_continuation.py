"""The rest of a long answer by SMS, and the ways to ask for it, outside of a conversation."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.common.reply_text import with_numbered_choices
from bot.core.message import InboundMessage, MessageKind, Pseudonym, Reply, UserText
from bot.engine.choices import open_choices, with_tokens
from bot.engine.continuation import Continuation, choices_to_answer, discard, pending_choices
from bot.engine.steps.interpretation import parse_metadata
from bot.rendering.message_packer import MAX_SMS_IN_A_ROW, SMS_SEGMENTS, pack_messages
from bot.rendering.segments import count_segments
from bot.rendering.utterance import RenderedMessage
from locales.catalogue import translate
from locales.registry import LANGUAGES
from nlu.text.word_lists import load_word_lists
from tests.locales.test_sms_budget import DOMAIN

CONTINUATION = Continuation(DOMAIN)
CHOICES = (("A doctor", "/a"), ("ประเทศไทย", '/give_place{"place": {"country": "TH"}}'))
MESSAGES = st.lists(
    st.builds(
        RenderedMessage, st.text(st.sampled_from("ab ก\n’"), min_size=1, max_size=400), st.sampled_from([(), CHOICES])
    ),
    min_size=1,
    max_size=12,
).map(lambda messages: pack_messages(messages, "sms"))
NAMES = ("unsaid", "open_choices", "language", "language_chosen", "hidden", "need", "place")


def tracker_in(language: str) -> DialogueStateTracker:
    """Return the tracker of a new conversation in this language."""
    slots = [AnySlot(name, mappings=[{}], influence_conversation=False) for name in NAMES]
    tracker = DialogueStateTracker("somebody", slots)
    tracker.update(SlotSet("language", language))
    return tracker


def reply(
    messages: Sequence[RenderedMessage], tracker: DialogueStateTracker, channel: str = "sms", *, at_once: bool = False
) -> list[Reply]:
    """Return the replies as the engine does, and open their choices."""
    replies, choices = with_tokens(CONTINUATION.split(messages, tracker, channel, at_once=at_once))
    tracker.update(SlotSet("open_choices", choices))
    return replies


def make_message(text: str, kind: MessageKind = MessageKind.TEXT, choice: str = "") -> InboundMessage:
    """Return a message by SMS."""
    return InboundMessage("sms", Pseudonym("sender"), kind, text=UserText(text), choice=choice)


def requests_for_more(language: str, tracker: DialogueStateTracker) -> list[InboundMessage]:
    """Return every way to ask for more in a language."""
    label = translate(language, "MORE")
    words = ["1", "1.", "MORE", "more", "More", label, label.casefold(), *load_word_lists()[language]["more"]]
    return [*map(make_message, words), make_message("", MessageKind.CHOICE, open_choices(tracker)[0]["token"])]


@given(messages=MESSAGES, language=st.sampled_from(list(LANGUAGES)), way=st.integers(0))
def test_the_whole_answer_arrives(messages: list[RenderedMessage], language: str, way: int) -> None:
    """Whatever the language and the way of asking, every SMS arrives once and in order, the last with the choices."""
    tracker, received = tracker_in(language), []
    replies = reply(messages, tracker)
    for _ in messages:
        assert len(replies) <= MAX_SMS_IN_A_ROW
        received += replies
        if tracker.get_slot("unsaid") is None:
            break
        assert [choice.label for choice in replies[-1].choices] == [translate(language, "MORE")]
        requests = requests_for_more(language, tracker)
        replies = reply(CONTINUATION.requested(requests[way % len(requests)], tracker), tracker)
    assert tracker.get_slot("unsaid") is None
    assert [reply.text for reply in received if reply.text] == [spoken.text for spoken in messages]
    assert [choice.label for choice in received[-1].choices] == [label for label, _ in messages[-1].choices]
    whole, _ = with_tokens(messages)
    most = max(SMS_SEGMENTS, *(count_segments(with_numbered_choices(reply)) for reply in whole))
    assert max(count_segments(with_numbered_choices(reply)) for reply in received) <= most


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_request_for_more(language: str) -> None:
    """The number, the label, the English word and the other words of a language for it all ask for more."""
    messages = [
        RenderedMessage("one"),
        RenderedMessage("two"),
        RenderedMessage("three"),
        RenderedMessage("four", CHOICES),
    ]
    tracker = tracker_in(language)
    reply(messages, tracker)
    for request in requests_for_more(language, tracker):
        assert CONTINUATION.requested(request, tracker) == [RenderedMessage("four", CHOICES)], request.text


@pytest.mark.parametrize("words", ["2", "no", "he will kill me", "where is this", "more food please for my child", ""])
def test_other_messages_discard_the_rest(words: str) -> None:
    """After any other message the rest is discarded with its choice; until then a place answers its question."""
    tracker = tracker_in("en")
    reply(
        [RenderedMessage("one"), RenderedMessage("two"), RenderedMessage("three"), RenderedMessage("where?", CHOICES)],
        tracker,
    )
    assert CONTINUATION.requested(make_message(words), tracker) == []
    assert [choice["payload"] for choice in pending_choices(tracker)] == [payload for _, payload in CHOICES]
    assert choices_to_answer(tracker) == []
    for event in discard(tracker):
        tracker.update(event)
    assert (tracker.get_slot("unsaid"), open_choices(tracker), pending_choices(tracker)) == (None, [], [])
    assert CONTINUATION.requested(make_message("MORE"), tracker) == []


def test_a_question_in_the_rest_can_be_answered() -> None:
    """A place answers the question in the rest, and the model does not get the choice for more."""
    tracker = tracker_in("en")
    reply(
        [RenderedMessage("one"), RenderedMessage("two"), RenderedMessage("three"), RenderedMessage("where?", CHOICES)],
        tracker,
    )
    metadata = parse_metadata(make_message("Thailand"), tracker)
    assert (metadata["place_question"], metadata["choices"]) == ("give_place", [])


def test_nothing_to_discard() -> None:
    """Without a rest the open choices stay open, and "1" is the first of them."""
    tracker = tracker_in("en")
    reply([RenderedMessage("where?", CHOICES)], tracker)
    assert discard(tracker) == []
    assert choices_to_answer(tracker) == open_choices(tracker) != []
    assert CONTINUATION.requested(make_message("1"), tracker) == []


@given(messages=MESSAGES, language=st.sampled_from(list(LANGUAGES)))
def test_danger_is_never_split(messages: list[RenderedMessage], language: str) -> None:
    """An answer that has to go at once is sent whole, however long it is."""
    tracker = tracker_in(language)
    assert [reply.text for reply in reply(messages, tracker, at_once=True)] == [spoken.text for spoken in messages]
    assert tracker.get_slot("unsaid") is None


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "console"])
def test_only_sms_is_split(channel: str) -> None:
    """Where a message costs nothing, everything is messages."""
    messages = [RenderedMessage(str(number)) for number in range(9)]
    tracker = tracker_in("en")
    assert len(reply(messages, tracker, channel)) == len(messages)
    assert tracker.get_slot("unsaid") is None


def test_not_in_cover_mode() -> None:
    """In cover mode no word and no number sends the rest."""
    tracker = tracker_in("en")
    reply([RenderedMessage("one"), RenderedMessage("two"), RenderedMessage("three"), RenderedMessage("four")], tracker)
    tracker.update(SlotSet("hidden", 1))
    assert not any(CONTINUATION.requested(request, tracker) for request in requests_for_more("en", tracker))
