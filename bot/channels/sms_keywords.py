"""Words that Twilio takes for itself: after STOP it sends nothing more to a number, and HELP it answers.

They are whole messages, in any case; in a sentence they are a person's words. Source: Twilio's pages on its default
opt-out keywords and on Advanced Opt-Out, which names the kind of a word in the form, also in other languages.
The danger is a person who types what we told them to and is cut off: no text of ours may ask for one of these.
"""

from enum import StrEnum


class Keyword(StrEnum):
    """What a word does at Twilio, as its forms say it in OptOutType."""

    STOP = "STOP"
    HELP = "HELP"
    START = "START"


RESERVED = {
    Keyword.STOP: frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}),
    Keyword.HELP: frozenset({"HELP", "INFO"}),
    Keyword.START: frozenset({"START", "UNSTOP"}),
}

ALSO_AN_ANSWER = "YES"
"""Opens a number that was stopped. Where none was, Twilio hands it over, and it answers a question of ours."""


def keyword(body: str, opt_out_type: str, *, filtered: bool) -> Keyword | None:
    """Return what a whole message is to Twilio, None for a person's words.

    `opt_out_type` is the form's field, empty where Advanced Opt-Out is not set up; then only SMS is `filtered`, and on
    WhatsApp STOP and HELP are words.
    """
    word = body.strip().upper()
    if word == ALSO_AN_ANSWER:
        return None
    if opt_out_type in set(Keyword):
        return Keyword(opt_out_type)
    found = next((kind for kind, words in RESERVED.items() if word in words), None)
    return found if filtered or found is Keyword.START else None
