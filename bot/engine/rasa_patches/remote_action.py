"""Trust actions that run in this process, and end the turn if one of them fails.

Rasa 3.6.21, `rasa.core.actions.action.RemoteAction`:
- It validates the result of each action against a JSON schema that it compiles anew each time: 21 of the 25 ms of CPU
  of a turn (docs/adr/0003). The executor has checked the events already, so results of this process are not validated.
- `MessageProcessor` catches every `Exception` of an action, logs its text, which may quote the person, and goes on as
  if nothing had happened. Here the turn ends with `ActionFailed`, and the person gets a reply that says so.
"""

from typing import Any

import rasa.core.actions.action
import rasa.core.actions.forms
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from sqlalchemy.exc import SQLAlchemyError

from bot.engine.action_executor import InProcessActionEndpoint
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception


class ActionFailed(BaseException):
    """An action failed; the message describes the exception without quoting anything.

    Not an `Exception`, since Rasa would catch it. Only `TurnProcessor` catches it.
    """


class PatchedRemoteAction(RemoteAction):
    """`RemoteAction` with the changes above."""

    async def run(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action (Rasa calls this). Raises `ActionFailed`."""
        try:
            return await super().run(*args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as exc:  # noqa: BLE001 - no exception may get lost
            instruments.record_error("database" if isinstance(exc, SQLAlchemyError) else "action")
            raise ActionFailed(describe_exception(exc)) from None

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        return isinstance(self.action_endpoint, InProcessActionEndpoint) or bool(
            super()._validate_action_result(result)
        )


def apply() -> None:
    """Replace the class that Rasa makes custom actions of, also in forms, which import it by name.

    Rasa has no setting for it. Safe to call twice.
    """
    rasa.core.actions.action.RemoteAction = PatchedRemoteAction
    rasa.core.actions.forms.RemoteAction = PatchedRemoteAction
