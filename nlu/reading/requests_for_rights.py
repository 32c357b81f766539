"""Questions about rights: whether something is allowed, normal, owed or dangerous for somebody's papers."""

from nlu.reading.message_context import ABOVE_RIGHTS, MessageContext
from nlu.reading.schema import Act, Aspect
from nlu.reading.service_questions import ALL, SURE
from nlu.reading.signals import Signal
from nlu.reading.stories import is_story
from nlu.text.normalization import has_question

_OF_SERVICES = frozenset({Act.FIND, Act.ABOUT, Act.OTHERS, Act.OFFER})
"""Acts of messages in which the law is only mentioned: "whom can I ask whether this company is legal?"."""
_MORE_OFTEN_THAN_NOT = 0.5
_LONGEST_LAW = 240
"""Characters of a message that is a question about the law, whatever else it tells."""


def asks_what_is_allowed(message: MessageContext) -> bool:
    """Whether something is allowed is a question about rights, whatever it is about."""
    is_sure_of_other = message.intent == "find_legal_help" and message.confidence >= SURE
    is_sure_of_other = is_sure_of_other and not (message.named and has_question(message.reading.text))
    signals = message.reading.signals
    act = message.reading.act
    if act is not None and act.act in _OF_SERVICES and act.is_likely(act.act):
        return False
    if "find_medical_help" in message.reading.needs:  # "am bleeding. will they put me in jail for it?"
        return False
    is_allowed = Signal.LAW in signals and Signal.DECIDE not in signals and len(message.reading.text) <= _LONGEST_LAW
    is_sure_of_other = is_sure_of_other or (message.tells_of_offer and is_story(message.reading.text))
    return is_allowed and message.intent not in ABOVE_RIGHTS and not is_sure_of_other


def asks_to_pay_captors(message: MessageContext) -> bool:
    """Whether to pay those who hold somebody is no question about the price of a service, nor about a debt."""
    reading = message.reading
    may_pay = dict(reading.intents).get(_ADVICE, 0.0) >= _PERHAPS_PAYS or Signal.MUST_PAY in reading.signals
    return message.is_ransom and may_pay and message.intent not in ABOVE_RIGHTS


def asks_about_debt(message: MessageContext) -> bool:
    """Whether a debt must be paid is a question about rights; neither a ransom nor the price of a service is a debt."""
    reading, intents = message.reading, dict(message.reading.intents)
    is_of_captors = Signal.RANSOM in reading.signals or reading.danger.probability >= _CALM
    asks_services = reading.act is not None and reading.act.is_likely(Act.ABOUT)
    may_ask = message.intent not in ABOVE_RIGHTS and not (is_of_captors or asks_services)
    if may_ask and Signal.MUST_PAY in reading.signals:
        message.facts["rights_question"] = "debt"
        return True
    if message.facts.get("rights_question") != "debt" or message.intent not in _LIKE_A_QUESTION_ABOUT_DEBT:
        return False
    question = reading.question
    is_of_named = question is not None and (question.which != ALL or question.probability >= SURE)
    if message.intent == _OFFER and message.named and message.facts.get("asks"):
        share, least = reading.rights_question.probability if reading.rights_question else 0.0, _SURE_DEBT
    elif message.intent == _OFFER:
        share, least = intents.get(_DEBT, 0.0), _DEBT_RATHER_THAN_OFFER
    else:
        alike = (_DEBT, "know_rights") if message.intent == _ADVICE else (_DEBT, "know_rights", _ADVICE)
        share, least = sum(intents.get(name, 0.0) for name in alike), _SHARE_OF_DEBT
    return share >= least and not (is_of_named or is_of_captors)


def asks_whether_right(message: MessageContext) -> bool:
    """Whether something is normal, owed or dangerous for papers is a question of rights.

    That holds after services were named, and before where it is nearly sure.
    """
    question, asks = message.reading.question, has_question(message.reading.text)
    share = dict(message.reading.intents).get("know_rights", 0.0)
    is_sure = asks and share >= _SURELY_RIGHTS and message.intent in {*_BESIDE_RIGHTS, _ADVICE}
    if is_sure:
        return True
    is_of_oneself = Signal.MYSELF in message.reading.signals
    is_of_one = question is not None and question.which != ALL
    act = message.reading.act
    is_other_act = act is not None and act.act in _OF_SERVICES and act.probability >= _MORE_OFTEN_THAN_NOT
    if not message.named or message.offer_check or is_of_oneself or is_of_one or is_other_act:
        return False
    if message.is_question:  # of a debt or papers, unless it is asked of those who were named
        is_of_debt = question is not None and question.aspect in _LIKE_A_DEBT and question.probability < SURE + 0.05
        return is_of_debt and share >= _SHARE_BESIDE_QUESTION and is_story(message.reading.text)
    if message.intent in _LIKE_RIGHTS:
        return not (message.tells_of_offer and is_story(message.reading.text))
    if message.intent == _ADVICE:
        return share >= _SHARE_BESIDE_ADVICE
    least = _SHARE_OF_RIGHTS if asks else _SHARE_UNASKED.get(message.intent, 1.0)
    return message.intent in _BESIDE_RIGHTS and share >= least


_OFFER = "check_job_offer"
_LIKE_RIGHTS = frozenset({"self_check", _OFFER})
"""Checks that begin a conversation; later their words ask for rights."""
_ADVICE = "advice_pay"
"""Advice for those who are pressed to pay, in whose words it is mostly asked whether to pay."""
_PERHAPS_PAYS = 0.3
"""Probability of it from which whoever is asked for a ransom asks whether to pay."""
_DEBT = "advice_debt"
_LIKE_A_QUESTION_ABOUT_DEBT = frozenset({_DEBT, _ADVICE, "ask_cost", _OFFER})
"""Intents that "must I pay this debt?" sounds like."""
_SHARE_OF_DEBT, _DEBT_RATHER_THAN_OFFER = 0.15, 0.5
"""Probabilities of a debt from which a message asks about it, the second if it sounds like an offer."""
_SURE_DEBT = 0.85
"""Probability of a question about a debt from which whoever was named services asks it, and tells of no offer."""
_CALM = 0.3
"""Probability of a danger below which a message tells of none."""
_BESIDE_RIGHTS = frozenset({"immigration_help", _DEBT, "find_legal_help", "report_crime"})
"""Intents in whose words rights are asked for."""
_SHARE_OF_RIGHTS, _SHARE_BESIDE_QUESTION, _SHARE_BESIDE_ADVICE, _SURELY_RIGHTS = 0.2, 0.3, 0.5, 0.7
"""Probabilities of the latter from which they are after services were named: with a question mark, beside a question
about those services and beside advice; and before services were named."""
_SHARE_UNASKED = {"immigration_help": 0.3}
"""The same without a question mark, which many leave out."""
_LIKE_A_DEBT = frozenset({Aspect.COST, Aspect.DOCUMENTS})
"""Aspects that a debt or papers that are held sound like."""
