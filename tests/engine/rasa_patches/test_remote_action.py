"""Actions in this process are not validated, and none fails unnoticed."""

import logging
import sys
from typing import Any
from unittest.mock import patch

import pytest
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa_sdk import Action

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.remote_action import ActionFailed, PatchedRemoteAction

(StockRemoteAction,) = PatchedRemoteAction.__bases__


class FailingAction(Action):  # type: ignore[misc]
    """Raises an exception that quotes the person."""

    def name(self) -> str:
        """Return the name."""
        return "action_fail"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        """Fail."""
        message = "Qwertina"
        raise ValueError(message)


async def run(processor: TurnProcessor, action_class: Any) -> None:
    """Run the failing action as the processor does in a turn."""
    tracker = await processor.get_tracker("sender")
    action = action_class("action_fail", InProcessActionEndpoint([FailingAction()]))
    prediction = PolicyPrediction.for_action_name(processor.domain, "action_menu")
    await processor._run_action(action, tracker, CollectingOutputChannel(), processor.nlg, prediction)


async def test_rasa_swallows_exceptions(processor: TurnProcessor, caplog: pytest.LogCaptureFixture) -> None:
    """Stock Rasa logs the exception with its text and goes on."""
    logging.getLogger("rasa").setLevel(logging.NOTSET)
    try:
        await run(processor, StockRemoteAction)
    finally:
        logging.getLogger("rasa").setLevel(logging.ERROR)
    assert "action_fail" in caplog.text
    assert "Qwertina" in caplog.text


async def test_a_failure_ends_the_turn(processor: TurnProcessor, caplog: pytest.LogCaptureFixture) -> None:
    """Ours raises what no handler of Rasa catches, and quotes nothing."""
    with pytest.raises(ActionFailed) as failure:
        await run(processor, PatchedRemoteAction)
    assert "ValueError" in str(failure.value)
    assert "Qwertina" not in str(failure.value) + caplog.text


def test_rasa_validates_every_result() -> None:
    """Stock Rasa validates each result against its schema; ours only those of other processes."""
    endpoint, result = InProcessActionEndpoint(()), dict[str, Any](events=[], responses=[])
    with patch("jsonschema.validate") as validate:
        StockRemoteAction("action_menu", endpoint)._validate_action_result(result)
        assert validate.call_count == 1
        PatchedRemoteAction("action_menu", endpoint)._validate_action_result(result)
        assert validate.call_count == 1
        PatchedRemoteAction("action_menu", None)._validate_action_result(result)
        assert validate.call_count == 2


@pytest.mark.usefixtures("processor")
def test_rasa_uses_ours() -> None:
    """Rasa makes custom actions with our class, and so do its forms; no other module of Rasa imports the class."""
    users = {
        name
        for name, module in sys.modules.items()
        if name.startswith("rasa.") and isinstance(vars(module).get("RemoteAction"), type)
    }
    assert users == {"rasa.core.actions.action", "rasa.core.actions.forms"}
    assert {vars(sys.modules[name])["RemoteAction"] for name in users} == {PatchedRemoteAction}
