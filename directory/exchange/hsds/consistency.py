"""Check what rows say together: regions in their country, consular lines with citizens, numbers that work as claimed.

The danger is a promise that each cell may make and the whole row can't keep.
"""

import re
from typing import Any, Final

import phonenumbers
from phonenumbers import NumberParseException
from sqlalchemy import Connection

from directory.domain.phone_reach import CHATS, reach_of
from directory.exchange.hsds.package import POSITIONS, Package, Row
from directory.exchange.hsds.stored_rows import select

Wrong = tuple[str, str, str]
"""The column that is wrong, what is wrong with it, and how to mend it."""

_MEND: Final = "Check it, or leave it out."
_ANOTHER: Final[Wrong] = ("international", "This is not the international form of the number.", _MEND)
_NOBODYS: Final[Wrong] = ("international", "No country has such an international number.", _MEND)
_NO_WAY: Final[Wrong] = (
    "dialable_from_abroad",
    "This number is said to work from abroad, and no numbering plan says how.",
    "Say false, or give its whole international form.",
)
_CHAT_KINDS: Final = "chat"
_SHORTEST: Final = 6
"""A number with its country code has no fewer digits than this."""


def wrong_claim(
    printed: str, country: str | None, kind: str, *, from_abroad: bool, international: str | None
) -> Wrong | None:
    """Return what a claim gets wrong of a number; None for one that holds, or promises less than is known.

    `country` is where the number works as printed, if known. A chat is reached by its name from anywhere, and
    a number that is printed with its plus says itself how it is dialled.
    """
    digits = "".join(one for one in printed if "0" <= one <= "9")
    whole = f"+{digits}" if printed.lstrip("( ").startswith("+") and len(digits) >= _SHORTEST else None
    if international is None:
        as_printed = not from_abroad or kind == _CHAT_KINDS or whole is not None
        return None if as_printed or _known(printed, country) else _NO_WAY
    if international == whole:
        return None
    known = _known(printed, country)
    # An area code may be missing in print.
    if international == known or (whole is None and known and international.endswith(digits.lstrip("0"))):
        return None if _is_valid(international) else _NOBODYS
    if whole is not None or known is not None:
        return _ANOTHER
    return None if _is_valid(international) else _NOBODYS


def _known(printed: str, country: str | None) -> str | None:
    """Return the international form as far as there is no doubt about it."""
    found = reach_of(printed, country)
    return found.international if found else None


def _is_valid(international: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(international, None))
    except NumberParseException:
        return False


_POLE = 90
_DIALLED = re.compile(r"(?!\s*[=@])(?:\D*\d){2}", re.DOTALL)
"""Letters may stand beside the digits, as in 1-800-FLOWERS; a formula has none that are meant to be dialled."""
_CHAT = re.compile(r"^\s*@\w|^\s*(?:https?://)?[\w-]+(?:\.[\w-]+)+")
"""An account or a web address."""


def check_claims(connection: Connection, package: Package) -> None:
    """Note a fault for each row that can't be right as a whole."""
    _check_places(package)
    _check_citizens(connection, package)
    _check_numbers(connection, package)
    _check_dialled(package)


def _check_places(package: Package) -> None:
    country, region = (POSITIONS["coverage"][name] for name in ("country", "region"))
    for row in package.rows["coverage"].values():
        if row[region] is not None and not str(row[region]).startswith(f"{row[country]}-"):
            what = "This region does not lie in the country of the same row."
            package.fault("coverage", row, "region", what, "Correct one of the two codes.")
    latitude = POSITIONS["location"]["latitude"]
    for row in package.rows["location"].values():
        if isinstance(row[latitude], int | float) and abs(row[latitude]) > _POLE:
            what = "This place lies beyond the poles."
            package.warning("location", row, "latitude", what, "Latitudes are from -90 to 90; were the two exchanged?")


def _check_citizens(connection: Connection, package: Package) -> None:
    """Note a fault for each consular service of which nobody says whose citizens it is for."""
    consular = POSITIONS["conduct"]["consular"]
    lines = {key: row for key, row in package.rows["conduct"].items() if row[consular] is True}
    silent = lines.keys() - {service for service, _ in package.rows["nationality"]}
    says_all = "nationality" in package.complete
    asked = [] if says_all else sorted(silent - package.speaks.get("nationality", set()))
    known = select(connection, "SELECT service_id FROM nationality WHERE service_id {ids}", asked) if asked else ()
    for service in silent - {row[0] for row in known}:
        what = "It is not said whose citizens this consular service is for."
        package.fault("conduct", lines[service], "consular", what, "Name their countries among its nationalities.")


def _check_numbers(connection: Connection, package: Package) -> None:
    """Note a fault for each claim of a phone that no numbering plan bears out."""
    places = POSITIONS["phone_reach"]
    printed = _printed(connection, package)
    for phone, row in package.rows["phone_reach"].items():
        kind, country, abroad, international = (
            row[places[name]] for name in ("kind", "country", "dialable_from_abroad", "international")
        )
        number = printed.get(phone)
        if number is None or not (abroad or international):
            continue
        wrong = wrong_claim(number, country, kind, from_abroad=abroad, international=international)
        if wrong is not None:
            package.fault("phone_reach", row, *wrong)


def _check_dialled(package: Package) -> None:
    """Note a fault for each number that nobody can dial, nor write to where it is that of a chat."""
    number, purpose = (POSITIONS["phone"][name] for name in ("number", "type"))
    for row in package.rows["phone"].values():
        written = str(row[purpose] or "").strip().lower() in CHATS and _CHAT.search(str(row[number]))
        if not written and not _DIALLED.match(str(row[number])):
            what = "This is not a phone number."
            package.fault("phone", row, "number", what, "Write its digits; what else is to be said is its description.")


def _printed(connection: Connection, package: Package) -> dict[str, Any]:
    """Return the numbers of the phones of which the package claims something."""
    place, phones = POSITIONS["phone"]["number"], package.rows["phone"]
    claimed = package.rows["phone_reach"]
    here: dict[str, Row] = {key: phones[key] for key in claimed if key in phones}
    missing = sorted(claimed.keys() - here.keys())
    asked = "SELECT id, number FROM phone WHERE id {ids}"
    there = dict(tuple(row) for row in select(connection, asked, missing)) if missing else {}
    return {key: row[place] for key, row in here.items()} | there
