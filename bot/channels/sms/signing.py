"""Send an SMS to our own webhook as Twilio would, to try the whole path on one machine."""

from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

from bot.channels.sms.webhook import PATH

NOBODY = "+15005550006"
"""Twilio's own magic test number (twilio.com/docs/iam/test-credentials): no person has it."""


def signed_post(words: str, auth_token: str, *, signed_for: str, sent_to: str) -> str:
    """Return the TwiML that the service at `sent_to` answers; the signature is for the address `signed_for`.

    Raises `httpx.HTTPError` where nothing answers or the answer is a refusal.
    """
    form = {"MessageSid": f"SM{uuid4().hex}", "From": NOBODY, "To": NOBODY, "Body": words, "NumMedia": "0"}
    signature = RequestValidator(auth_token).compute_signature(signed_for + PATH, form)
    answer = httpx.post(sent_to + PATH, data=form, headers={"X-Twilio-Signature": signature}, timeout=20)
    return answer.raise_for_status().text
