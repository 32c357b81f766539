"""Rasa custom actions: from slots, through the directory, to names and values of responses."""

from rasa_sdk import Action

from actions.asking import ActionAskHomeCountry, ActionAskNeed, ActionAskPlace, ActionFarewell, ActionMenu
from actions.clarify import ActionClarify
from actions.danger import ActionDanger, ActionSelfHarm
from actions.form import ActionNotAnAnswer, ValidateFindHelpForm
from actions.language import ActionChangeLanguage
from actions.services import ActionFindServices, ActionMoreServices
from actions.session import ActionErase, ActionSessionStart
from actions.told import ActionAnswerSituation
from directory import Directory


def all_actions(directory: Directory) -> list[Action]:
    """Return every action, asking `directory`."""
    return [
        ActionSessionStart(),
        ActionErase(),
        ActionAnswerSituation(directory),
        ValidateFindHelpForm(),
        ActionMenu(),
        ActionFarewell(),
        ActionNotAnAnswer(),
        ActionAskNeed(),
        ActionAskPlace(),
        ActionAskHomeCountry(),
        ActionFindServices(directory),
        ActionMoreServices(directory),
        ActionDanger(directory),
        ActionSelfHarm(directory),
        ActionChangeLanguage(),
        ActionClarify(directory),
    ]
