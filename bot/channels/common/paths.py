"""Where the networks deliver messages, below WAYLIGHT_PUBLIC_URL.

Apart from the webhooks, so that `waylight doctor` compares addresses without loading a web framework: on a small server
the memory that it needs is what the service leaves over.
"""

from typing import Final

TELEGRAM_PATH: Final = "/webhooks/telegram"
SMS_PATH: Final = "/webhooks/sms"
SMS_STATUS_PATH: Final = "/webhooks/sms/status"
