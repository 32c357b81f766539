"""Rasa custom actions: from slots, through the directory, to names and values of responses."""

from rasa_sdk import Action

from actions.call_script import ActionCallScript, ActionOnlyWriting, ActionOtherPlace
from actions.checks import ActionCheck
from actions.clarify import ActionClarify
from actions.danger import ActionDanger, ActionSelfHarm
from actions.disclosures import ActionAnswerSituation, ActionInsult, ActionSayWho, ActionSomeoneElse
from actions.form import ActionNotAnAnswer, ValidateFindHelpForm
from actions.form_questions import (
    ActionAskHomeCountry,
    ActionAskNeed,
    ActionAskPerson,
    ActionAskPlace,
    ActionFarewell,
    ActionMenu,
)
from actions.goodbye_and_privacy import (
    ActionAskPause,
    ActionAskWord,
    ActionComeBack,
    ActionCountAnswer,
    ActionErase,
    ActionHide,
    ActionPause,
    ActionThanked,
)
from actions.language import ActionChangeLanguage
from actions.rights import ActionRights
from actions.services import ActionFindServices, ActionHelperLanguage, ActionMoreServices
from actions.session import ActionGreet, ActionSessionStart, ActionWelcome
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
