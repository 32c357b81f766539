"""What our components share: made by Rasa's graph, they handle one message at a time."""

from abc import abstractmethod
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message


class Reader(GraphComponent, IntentClassifier):
    """A component that needs no training: it reads a message and notes what it found."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Reader":
        """Make the component for one graph (Rasa calls this)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message (Rasa calls this)."""
        for message in messages:
            self.read(message)
        return messages

    @abstractmethod
    def read(self, message: Message) -> None:
        """Note in `message` what this component finds."""
