"""Check rules between the values of a row: regions and countries, consular services and citizens, claims of phones.

The danger is a row whose values are each valid and together promise what is not true.
"""

import re
from typing import Any, Final

import phonenumbers
from phonenumbers import NumberParseException
from sqlalchemy import Connection

from directory.domain.phone_reach import CHATS, phone_reach
from directory.exchange.hsds.package import POSITIONS, Package, Row
from directory.exchange.hsds.sql import select_rows

Problem = tuple[str, str, str]
"""The column, the reason, and a hint."""

_HINT: Final = "Check it, or leave it out."
_OTHER_NUMBER: Final[Problem] = ("international", "This is not the international form of the number.", _HINT)
_NO_SUCH_NUMBER: Final[Problem] = ("international", "No country has such an international number.", _HINT)
_NOT_DIALABLE: Final[Problem] = (
    "dialable_from_abroad",
    "This number is claimed to work from abroad, which no numbering plan supports.",
    "Say false, or give its whole international form.",
)
_CHAT_KINDS: Final = "chat"
_SHORTEST: Final = 6
"""A number with its country code has at least this many digits."""


def reach_problem(
    printed: str, country: str | None, kind: str, *, from_abroad: bool, international: str | None
) -> Problem | None:
    """Return what is wrong with the claimed reach of a number; None if it holds, or promises less than is known.

    `country` is where the number works as printed, if known. A chat can be reached from anywhere, and a number that is
    printed with a plus is already international.
    """
    digits = "".join(sign for sign in printed if "0" <= sign <= "9")
    printed_international = f"+{digits}" if printed.lstrip("( ").startswith("+") and len(digits) >= _SHORTEST else None
    if international is None:
        as_printed = not from_abroad or kind == _CHAT_KINDS or printed_international is not None
        return None if as_printed or _known_international(printed, country) else _NOT_DIALABLE
    if international == printed_international:
        return None
    known = _known_international(printed, country)
    # The printed form may lack the area code.
    if international == known or (
        printed_international is None and known and international.endswith(digits.lstrip("0"))
    ):
        return None if _is_valid(international) else _NO_SUCH_NUMBER
    if printed_international is not None or known is not None:
        return _OTHER_NUMBER
    return None if _is_valid(international) else _NO_SUCH_NUMBER


def _known_international(printed: str, country: str | None) -> str | None:
    """Return the international form if it is certain."""
    reach = phone_reach(printed, country)
    return reach.international if reach else None


def _is_valid(international: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(international, None))
    except NumberParseException:
        return False


_POLE = 90
_DIALABLE = re.compile(r"(?!\s*[=@])(?:\D*\d){2}", re.DOTALL)
"""Letters may stand beside the digits, as in 1-800-FLOWERS; a formula is never dialable."""
_CHAT = re.compile(r"^\s*@\w|^\s*(?:https?://)?[\w-]+(?:\.[\w-]+)+")
"""An account or a web address."""


def check_consistency(connection: Connection, package: Package) -> None:
    """Add an error for each row whose values contradict each other."""
    _check_regions(package)
    _check_consular(connection, package)
    _check_reach(connection, package)
    _check_dialable(package)


def _check_regions(package: Package) -> None:
    country, region = (POSITIONS["coverage"][name] for name in ("country", "region"))
    for row in package.rows["coverage"].values():
        if row[region] is not None and not str(row[region]).startswith(f"{row[country]}-"):
            reason = "This region is not in the country of the row."
            package.add_error("coverage", row, "region", reason, "Correct one of the two codes.")
    latitude = POSITIONS["location"]["latitude"]
    for row in package.rows["location"].values():
        if isinstance(row[latitude], int | float) and abs(row[latitude]) > _POLE:
            reason = "This latitude is beyond the poles."
            package.add_warning(
                "location", row, "latitude", reason, "Latitudes are from -90 to 90; were the two exchanged?"
            )


def _check_consular(connection: Connection, package: Package) -> None:
    """Add an error for each consular service that does not say whose citizens it is for."""
    consular = POSITIONS["conduct"]["consular"]
    services = {key: row for key, row in package.rows["conduct"].items() if row[consular] is True}
    unnamed = services.keys() - {service for service, _ in package.rows["nationality"]}
    has_all = "nationality" in package.complete_tables
    missing = [] if has_all else sorted(unnamed - package.described.get("nationality", set()))
    stored = (
        select_rows(connection, "SELECT service_id FROM nationality WHERE service_id {ids}", missing) if missing else ()
    )
    for service in unnamed - {row[0] for row in stored}:
        reason = "The citizens that this consular service is for are missing."
        package.add_error(
            "conduct", services[service], "consular", reason, "Name their countries among its nationalities."
        )


def _check_reach(connection: Connection, package: Package) -> None:
    """Add an error for each claim of a phone that no numbering plan supports."""
    places = POSITIONS["phone_reach"]
    numbers = _printed_numbers(connection, package)
    for phone, row in package.rows["phone_reach"].items():
        kind, country, abroad, international = (
            row[places[name]] for name in ("kind", "country", "dialable_from_abroad", "international")
        )
        number = numbers.get(phone)
        if number is None or not (abroad or international):
            continue
        problem = reach_problem(number, country, kind, from_abroad=abroad, international=international)
        if problem is not None:
            package.add_error("phone_reach", row, *problem)


def _check_dialable(package: Package) -> None:
    """Add an error for each number that can neither be dialled nor, if it is a chat, be written to."""
    number, purpose = (POSITIONS["phone"][name] for name in ("number", "type"))
    for row in package.rows["phone"].values():
        is_chat = str(row[purpose] or "").strip().lower() in CHATS and _CHAT.search(str(row[number]))
        if not is_chat and not _DIALABLE.match(str(row[number])):
            reason = "This is not a phone number."
            package.add_error(
                "phone", row, "number", reason, "Write only its digits, and anything else in its description."
            )


def _printed_numbers(connection: Connection, package: Package) -> dict[str, Any]:
    """Return the numbers of the phones whose reach the package claims."""
    position, phones = POSITIONS["phone"]["number"], package.rows["phone"]
    claimed = package.rows["phone_reach"]
    given: dict[str, Row] = {key: phones[key] for key in claimed if key in phones}
    missing = sorted(claimed.keys() - given.keys())
    query = "SELECT id, number FROM phone WHERE id {ids}"
    stored = dict(tuple(row) for row in select_rows(connection, query, missing)) if missing else {}
    return {key: row[position] for key, row in given.items()} | stored
