"""Rasa custom actions: from slots, through the directory, to names and values of responses."""

from rasa_sdk import Action

from actions.advice import ActionAdvise
from actions.call_script import ActionCallScript, ActionOnlyWriting, ActionOtherPlace
from actions.checks import ActionCheck
from actions.clarify import ActionClarify
from actions.danger import ActionDanger, ActionPossibleDanger, ActionSafeNow, ActionSelfHarm
from actions.disclosures import ActionAnswerSituation, ActionCorrect, ActionInsult, ActionSayWho, ActionSomeoneElse
from actions.form import (
    ActionAskHomeCountry,
    ActionAskNeed,
    ActionAskPlace,
    ActionNotAnAnswer,
    ValidateFindHelpForm,
)
from actions.goodbye_and_privacy import (
    ActionAskPause,
    ActionAskWord,
    ActionComeBack,
    ActionCountAnswer,
    ActionErase,
    ActionFarewell,
    ActionHide,
    ActionPause,
    ActionThanked,
    ActionWhoIsThis,
)
from actions.menu import ActionMenu
from actions.named_services import ActionAnswerAboutService, ActionOtherOptions
from actions.rights import ActionRights
from actions.services import ActionFindServices, ActionHelperLanguage, ActionMoreServices
from actions.services_by_name import ActionFindByName
from actions.session import ActionChangeLanguage, ActionGreet, ActionSessionStart, ActionWelcome
from directory import Directory, Rights


def all_actions(directory: Directory, rights: Rights) -> list[Action]:
    """Return an instance of every action, with `directory` and the pages of `rights`."""
    with_rights = (
        ActionRights,
        ActionFindServices,
        ActionPossibleDanger,
        ActionAnswerAboutService,
        ActionFindByName,
    )
    with_directory = (
        ValidateFindHelpForm,
        ActionSayWho,
        ActionAdvise,
        ActionAnswerSituation,
        ActionMoreServices,
        ActionHelperLanguage,
        ActionDanger,
        ActionCorrect,
        ActionOtherOptions,
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
        ActionAskHomeCountry,
        ActionOtherPlace,
        ActionOnlyWriting,
        ActionCallScript,
        ActionSafeNow,
        ActionWhoIsThis,
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
        *(action(directory, rights) for action in with_rights),
        *(action(directory) for action in with_directory),
        *(action() for action in others),
    ]
