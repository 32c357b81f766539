"""Somebody who writes to the bot, for tests that read as conversations."""

from collections.abc import Sequence
from itertools import count

from bot.core.message import MessageKind, InboundMessage, UserText, Pseudonym, Reply
from bot.engine.choices import open_choices
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.rendering.renderer import Renderer
from bot.rendering.utterance import RenderedMessage, Utterance

_numbers = count()


class Person:
    """Writes to an engine of their own and remembers the answer to their last message.

    `replies` is what they read, `utterances` what the dialogue wanted said, `language` the one it was said in.
    """

    def __init__(
        self,
        processor: TurnProcessor,
        channel: str = "telegram",
        language_hint: str | None = None,
        engine: type[Engine] = Engine,
    ) -> None:
        """Nobody has met this person before."""
        self._speaker = Renderer(processor.domain.responses)
        self.engine = engine(processor, self._speak)
        self._processor = processor
        self.channel = channel
        self.pseudonym = Pseudonym(f"person-{next(_numbers)}")
        self._language_hint = language_hint
        self.replies: Sequence[Reply] = ()
        self.utterances: Sequence[Utterance] = ()
        self.language = ""

    def _speak(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[RenderedMessage]:
        self.utterances, self.language = list(utterances), language
        return self._speaker.render(utterances, language, channel)

    async def says(self, words: str, country_hint: str | None = None) -> None:
        """Write something."""
        await self._send(heard=MessageKind.TEXT, words=UserText(words), country_hint=country_hint)

    async def presses(self, label: str) -> None:
        """Press the button with this label, or with this number."""
        choices = self.replies[-1].choices
        labels = [choice.label for choice in choices]
        index = int(label) - 1 if label.isdigit() else labels.index(label)
        await self.presses_token(choices[index].token)

    async def presses_payload(self, payload: str) -> None:
        """Press the choice that stands for this payload of ours."""
        tracker = await self._processor.get_tracker(self.pseudonym)
        tokens = {choice["payload"]: choice["token"] for choice in open_choices(tracker)}
        assert payload in tokens, (payload, list(tokens))
        await self.presses_token(tokens[payload])

    async def presses_token(self, token: str) -> None:
        """Send what some button carried, perhaps long ago."""
        await self._send(heard=MessageKind.CHOICE, choice=token)

    async def shares(self, latitude: float, longitude: float) -> None:
        """Share a location, as coarse as a channel hands it on."""
        await self._send(heard=MessageKind.LOCATION, point=(latitude, longitude))

    async def sends(self, heard: MessageKind) -> None:
        """Send something that is not words."""
        await self._send(heard=heard)

    async def reads_on(self) -> None:
        """Ask for the rest of an answer until nothing of it waits."""
        while await self.slot("unsaid"):
            await self.says("MORE")

    async def _send(self, **message: object) -> None:
        inbound = InboundMessage(self.channel, self.pseudonym, language_hint=self._language_hint, **message)  # type: ignore[arg-type]
        self.replies = await self.engine.answer(inbound)

    @property
    def read(self) -> str:
        """Everything in the last answer, as one text."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def told(self) -> list[str]:
        """The names of the responses in the last answer."""
        return [utterance.response for utterance in self.utterances]

    @property
    def choices(self) -> list[str]:
        """The labels that can be pressed now."""
        return [choice.label for choice in self.replies[-1].choices]

    async def slot(self, name: str) -> object:
        """Return what the conversation remembers under this name."""
        tracker = await self._processor.get_tracker(self.pseudonym)
        return tracker.get_slot(name)

    def was_asked(self, response: str) -> None:
        """Check that the answer ends in this question, with something to choose."""
        assert self.told[-1] == response, self.told
        assert self.choices, "a question without choices leaves those alone who can't find words"

    def was_told(self, *responses: str) -> None:
        """Check that the answer has these responses, in this order, among others perhaps."""
        told = iter(self.told)
        assert all(response in told for response in responses), self.told

    def was_offered(self, need: str, *, at_least: int = 1) -> None:
        """Check that services were named which meet this need and can be reached, unverified ones marked so."""
        services = [utterance.values for utterance in self.utterances if utterance.response == "utter_service"]
        assert len(services) >= at_least, self.told
        assert any(need in service["needs"] for service in services), services
        for service in services:
            assert any(service[way] for way in ("phones", "chats", "email", "website")), service
            assert {"remark": "utter_remark_unverified"} in service["remarks"], service
