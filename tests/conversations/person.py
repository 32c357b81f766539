"""A user of the bot, for tests that read as conversations."""

from collections.abc import Sequence
from itertools import count

from bot.core.message import InboundMessage, MessageKind, Pseudonym, Reply, UserText
from bot.engine.choices import open_choices
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.rendering.renderer import Renderer
from bot.rendering.utterance import RenderedMessage, Utterance

_numbers = count()


class Person:
    """A user with an engine of their own, who remembers the answer to their last message.

    `replies` are the messages as sent, `utterances` the responses before rendering, `language` is the reply's language.
    """

    def __init__(
        self,
        processor: TurnProcessor,
        channel: str = "telegram",
        language_hint: str | None = None,
        engine: type[Engine] = Engine,
    ) -> None:
        """Start without a conversation."""
        self._renderer = Renderer(processor.domain.responses)
        self.engine = engine(processor, self._render)
        self._processor = processor
        self.channel = channel
        self.pseudonym = Pseudonym(f"person-{next(_numbers)}")
        self._language_hint = language_hint
        self.replies: Sequence[Reply] = ()
        self.utterances: Sequence[Utterance] = ()
        self.language = ""

    def _render(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[RenderedMessage]:
        self.utterances, self.language = list(utterances), language
        return self._renderer.render(utterances, language, channel)

    async def send_text(self, text: str, country_hint: str | None = None) -> None:
        """Send a text message."""
        await self._send(kind=MessageKind.TEXT, text=UserText(text), country_hint=country_hint)

    async def press(self, label: str) -> None:
        """Press the button with this label, or with this number."""
        choices = self.replies[-1].choices
        labels = [choice.label for choice in choices]
        index = int(label) - 1 if label.isdigit() else labels.index(label)
        await self.press_token(choices[index].token)

    async def press_payload(self, payload: str) -> None:
        """Press the open choice that carries this payload."""
        tracker = await self._processor.get_tracker(self.pseudonym)
        tokens = {choice["payload"]: choice["token"] for choice in open_choices(tracker)}
        assert payload in tokens, (payload, list(tokens))
        await self.press_token(tokens[payload])

    async def press_token(self, token: str) -> None:
        """Send the token of a button, which may be an old one."""
        await self._send(kind=MessageKind.CHOICE, choice=token)

    async def share_location(self, latitude: float, longitude: float) -> None:
        """Share a location, as coarse as the channels round it."""
        await self._send(kind=MessageKind.LOCATION, location=(latitude, longitude))

    async def send(self, kind: MessageKind) -> None:
        """Send a message without text, such as a photo."""
        await self._send(kind=kind)

    async def read_rest(self) -> None:
        """Send MORE until the whole answer has come."""
        while await self.slot("unsaid"):
            await self.send_text("MORE")

    async def _send(self, **message: object) -> None:
        inbound = InboundMessage(self.channel, self.pseudonym, language_hint=self._language_hint, **message)  # type: ignore[arg-type]
        self.replies = await self.engine.answer(inbound)

    @property
    def reply_text(self) -> str:
        """The text of the whole last answer."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def responses(self) -> list[str]:
        """The names of the responses in the last answer."""
        return [utterance.response for utterance in self.utterances]

    @property
    def choices(self) -> list[str]:
        """The labels of the open choices."""
        return [choice.label for choice in self.replies[-1].choices]

    async def slot(self, name: str) -> object:
        """Return the value of a slot of the conversation."""
        tracker = await self._processor.get_tracker(self.pseudonym)
        return tracker.get_slot(name)

    def assert_question(self, response: str) -> None:
        """Check that the answer ends in this question and offers choices."""
        assert self.responses[-1] == response, self.responses
        assert self.choices, "a question without choices does not help people who can't find words"

    def assert_responses(self, *responses: str) -> None:
        """Check that the answer contains these responses in this order; it may contain others."""
        remaining = iter(self.responses)
        assert all(response in remaining for response in responses), self.responses

    def assert_services(self, need: str, *, at_least: int = 1) -> None:
        """Check that the answer names services for this need, each with a way to reach it and marked as unverified."""
        services = [utterance.values for utterance in self.utterances if utterance.response == "utter_service"]
        assert len(services) >= at_least, self.responses
        assert any(need in service["needs"] for service in services), services
        for service in services:
            assert any(service[contact] for contact in ("phones", "chats", "email", "website")), service
            assert {"remark": "utter_remark_unverified"} in service["remarks"], service
