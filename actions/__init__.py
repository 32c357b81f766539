"""Rasa custom actions: from slots, through the directory, to names and values of responses."""

from rasa_sdk import Action

from actions.asking import (
    ActionAskHomeCountry,
    ActionAskNeed,
    ActionAskPerson,
    ActionAskPlace,
    ActionFarewell,
    ActionMenu,
)
from actions.calling import ActionCallScript, ActionOnlyWriting, ActionOtherPlace
from actions.checks import ActionCheck
from actions.clarify import ActionClarify
from actions.danger import ActionDanger, ActionSelfHarm
from actions.form import ActionNotAnAnswer, ValidateFindHelpForm
from actions.language import ActionChangeLanguage
from actions.leaving import (
    ActionAskPause,
    ActionAskWord,
    ActionComeBack,
    ActionCountAnswer,
    ActionErase,
    ActionHide,
    ActionPause,
    ActionThanked,
)
from actions.rights import ActionRights
from actions.services import ActionFindServices, ActionHelperLanguage, ActionMoreServices
from actions.session import ActionGreet, ActionSessionStart, ActionWelcome
from actions.told import ActionAnswerSituation, ActionInsult, ActionSayWho, ActionSomeoneElse
from directory import Directory, Rights


def all_actions(directory: Directory, rights: Rights) -> list[Action]:
    """Return every action, asking `directory` and reading from the pages of `rights`."""
    asking = (
        ActionAnswerSituation,
        ValidateFindHelpForm,
        ActionFindServices,
        ActionMoreServices,
        ActionHelperLanguage,
        ActionDanger,
        ActionSelfHarm,
        ActionClarify,
        ActionCountAnswer,
    )
    others = (
        ActionSessionStart,
        ActionGreet,
        ActionWelcome,
        ActionMenu,
        ActionFarewell,
        ActionThanked,
        ActionNotAnAnswer,
        ActionAskNeed,
        ActionAskPlace,
        ActionAskPerson,
        ActionAskHomeCountry,
        ActionOtherPlace,
        ActionOnlyWriting,
        ActionCallScript,
        ActionSayWho,
        ActionSomeoneElse,
        ActionInsult,
        ActionCheck,
        ActionHide,
        ActionComeBack,
        ActionAskWord,
        ActionAskPause,
        ActionPause,
        ActionErase,
        ActionChangeLanguage,
    )
    return [
        ActionRights(directory, rights),
        *(action(directory) for action in asking),
        *(action() for action in others),
    ]
