"""Run custom actions in this process, as if an action server had been asked."""

from collections.abc import Iterable
from typing import Any

import rasa.core.actions.action
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import instruments
from bot.privacy.exceptions import name_fault


class InProcessActions(EndpointConfig):
    """An action endpoint whose requests go straight to `rasa_sdk`'s own executor.

    The actions are ordinary `rasa_sdk` actions that a stock action server can run too.
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        """Register instances, so that actions can be given what they depend on."""
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, *, json: dict[str, Any], **_: Any) -> Any:
        """Run the action that `json` names on the tracker it holds; return events and responses."""
        return await self._executor.run(json)


class ActionFailed(BaseException):
    """An action raised something; the message names it and quotes nothing.

    Rasa catches every `Exception` of an action, logs it with its text and goes on in silence,
    so this is none. Only `TurnProcessor` catches it.
    """


class _OurAction(rasa.core.actions.action.RemoteAction):
    """Rasa's action, with two differences: it trusts this process, and its faults end the turn.

    Rasa validates each answer against a JSON schema that it compiles anew each time: 95% of
    a turn's CPU (docs/adr/0003). The executor has checked the events already.
    """

    async def run(self, *arguments: Any, **options: Any) -> Any:
        """Run the action (Rasa calls this). Raises `ActionFailed`."""
        try:
            return await super().run(*arguments, **options)
        except rasa.core.actions.action.ActionExecutionRejection:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it must not be swallowed
            instruments.fault("database" if isinstance(fault, SQLAlchemyError) else "action")
            raise ActionFailed(name_fault(fault)) from None

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        return isinstance(self.action_endpoint, InProcessActions) or bool(super()._validate_action_result(result))


# Rasa makes its actions by this name, and gives no other way to say which class to make.
rasa.core.actions.action.RemoteAction = _OurAction
