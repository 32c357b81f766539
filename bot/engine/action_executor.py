"""Run custom actions in this process, as if an action server had been asked."""

from collections.abc import Iterable
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor


class InProcessActionEndpoint(EndpointConfig):
    """An action endpoint whose requests go straight to the executor of `rasa_sdk`.

    The actions are ordinary `rasa_sdk` actions that a stock action server can run too.
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        """Register instances, so that actions can be given their dependencies."""
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, *, json: dict[str, Any], **_: Any) -> Any:
        """Run the action that `json` names on the tracker that it contains; return events and responses."""
        return await self._executor.run(json)
