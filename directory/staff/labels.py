"""The labels of HSDS objects, fields and codes."""

from typing import Final

from directory.search import Audience
from directory.staff.i18n import N_, gettext, locale
from directory.staff.service_entry.weekly_hours import Week, WeekLabels, format_week

_TABLES: Final = {
    "service": (N_("Entry"), N_("Entries")),
    "organization": (N_("Organization"), N_("Organizations")),
    "phone": (N_("Phone number"), N_("Phone numbers")),
    "location": (N_("Place"), N_("Places")),
    "address": (N_("Address"), N_("Addresses")),
    "contact": (N_("Contact"), N_("Contacts")),
    "schedule": (N_("Opening hours"), N_("Opening hours")),
    "language": (N_("Language"), N_("Languages")),
    "service_area": (N_("Area in words"), N_("Areas in words")),
    "cost_option": (N_("Cost"), N_("Costs")),
    "required_document": (N_("Paper that is asked for"), N_("Papers that are asked for")),
    "accessibility": (N_("Accessibility"), N_("Accessibility")),
    "program": (N_("Program"), N_("Programs")),
    "funding": (N_("Funding"), N_("Funding")),
    "url": (N_("Web address"), N_("Web addresses")),
    "service_at_location": (N_("Entry at a place"), N_("Entries at places")),
    "coverage": (N_("Where it works"), N_("Where it works")),
    "audience": (N_("For whom"), N_("For whom")),
    "nationality": (N_("Nationality"), N_("Nationalities")),
    "conduct": (N_("Whom it answers to"), N_("Whom they answer to")),
    "schedule_zone": (N_("Time zone"), N_("Time zones")),
    "translation": (N_("Translation"), N_("Translations")),
    "attribute": (N_("What it helps with"), N_("What it helps with")),
    "assurance": (N_("Check"), N_("Checks")),
}
_FIELDS: Final = {
    "name": N_("Name"),
    "alternate_name": N_("Other name"),
    "description": N_("Description"),
    "status": N_("State"),
    "email": N_("E-mail"),
    "website": N_("Website"),
    "url": N_("Web address"),
    "uri": N_("Web address"),
    "number": N_("Number"),
    "extension": N_("Extension"),
    "type": N_("Kind"),
    "label": N_("What it shows"),
    "interpretation_services": N_("Interpreters"),
    "application_process": N_("How to ask for it"),
    "fees_description": N_("What it costs"),
    "wait_time": N_("Waiting time"),
    "accreditations": N_("Recognition"),
    "licenses": N_("Licence"),
    "eligibility_description": N_("Who may come"),
    "minimum_age": N_("Youngest age"),
    "maximum_age": N_("Oldest age"),
    "alert": N_("Warning"),
    "legal_status": N_("Legal form"),
    "year_incorporated": N_("Founded in"),
    "location_type": N_("Kind"),
    "transportation": N_("How to get there"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "address_1": N_("Street and house"),
    "address_2": N_("More of the address"),
    "attention": N_("To whom"),
    "city": N_("Town"),
    "region": N_("Region"),
    "state_province": N_("Province"),
    "postal_code": N_("Post code"),
    "country": N_("Country"),
    "address_type": N_("Kind"),
    "title": N_("Job title"),
    "department": N_("Department"),
    "code": N_("Code"),
    "note": N_("Note"),
    "extent": N_("Extent"),
    "extent_type": N_("Kind of extent"),
    "option": N_("For whom or what"),
    "currency": N_("Currency"),
    "amount": N_("Amount"),
    "amount_description": N_("Amount in words"),
    "valid_from": N_("From"),
    "valid_to": N_("Until"),
    "document": N_("Paper"),
    "details": N_("Details"),
    "source": N_("Source"),
    "opens_at": N_("Opens"),
    "closes_at": N_("Closes"),
    "byday": N_("Days"),
    "zone": N_("Time zone"),
    "text": N_("Text"),
    "language": N_("Language"),
    "reviewed": N_("Read by a native speaker"),
    "whole": N_("The whole country"),
    "radius_metres": N_("Radius in metres"),
    "police_linked": N_("Part of the police, or close to it"),
    "consular": N_("An embassy or a consulate"),
    "trafficking_specific": N_("Made for trafficked people"),
    "mandatory_reporting": N_("Has to report to the authorities"),
    "reason": N_("Reason"),
    "taxonomy_term_id": N_("What it helps with"),
    "organization_id": N_("Organization"),
    "service_id": N_("Entry"),
    "location_id": N_("Place"),
    "verified_at": N_("Checked on"),
    "method": N_("How it was checked"),
}
_CHOICES: Final = {
    "active": N_("Active"),
    "inactive": N_("Not active"),
    "defunct": N_("Does not exist any more"),
    "temporarily closed": N_("Closed for a while"),
    "physical": N_("A place that one can visit"),
    "postal": N_("A postal address"),
    "virtual": N_("Online"),
    "voice": N_("Calls"),
    "text": N_("SMS"),
    "sms": N_("SMS"),
    "chat": N_("Chat"),
    "fax": N_("Fax"),
}
_AUDIENCES: Final = {
    Audience.WOMEN: N_("Women"),
    Audience.MEN: N_("Men"),
    Audience.GIRLS: N_("Girls"),
    Audience.BOYS: N_("Boys"),
    Audience.LGBTQ: N_("LGBTQ people"),
    Audience.MIGRANTS: N_("Migrants"),
    Audience.LABOUR: N_("People forced to work"),
    Audience.SEX_TRADE: N_("People in the sex trade"),
    Audience.DOMESTIC_WORK: N_("Domestic workers"),
    Audience.SEAFARING: N_("Seafarers and fishers"),
    Audience.FORCED_MARRIAGE: N_("People forced to marry"),
    Audience.BEGGING: N_("People forced to beg"),
    Audience.SCAM: N_("People forced to scam others"),
}
_CONFIDENCES: Final = {"high": N_("sure"), "medium": N_("fairly sure"), "low": N_("not sure")}
_METHODS: Final = {"called": N_("by phone"), "visited": N_("by a visit"), "written": N_("in writing")}
_CHECKED: Final = N_("Checked")
_CHECKS: Final[dict[str | None, str]] = {
    "called": N_("Checked by phone"),
    "visited": N_("Checked by a visit"),
    "written": N_("Checked in writing"),
}
_CIRCLES: Final = {"partner": N_("Partner organizations and staff"), "staff": N_("Staff only")}
_CHANNELS: Final = {"telegram": N_("Telegram"), "sms": N_("SMS")}
CONDUCT_FLAGS: Final = ("police_linked", "trafficking_specific", "consular")
"""The yes/no fields of the table `conduct`."""


def table_label(table: str, *, many: bool = False) -> str:
    """Return the label of an HSDS object."""
    return gettext(_TABLES[table][many]) if table in _TABLES else table


def field_label(table: str, field: str) -> str:
    """Return the label of a field, or its HSDS name if it has none."""
    if (table, field) == ("language", "name"):
        return gettext("Language")
    return gettext(_FIELDS[field]) if field in _FIELDS else field


def choice_label(value: str) -> str:
    """Return the label of an HSDS choice."""
    return gettext(_CHOICES[value]) if value in _CHOICES else value


def audience_labels() -> dict[str, str]:
    """Return the labels of all audiences by code."""
    return {code.value: gettext(name) for code, name in _AUDIENCES.items()}


def audience_label(code: str) -> str:
    """Return the label of an audience, or the code if it is unknown."""
    return gettext(_AUDIENCES[Audience(code)]) if code in set(Audience) else code


def confidence_label(code: str) -> str:
    """Return the label of a source's confidence."""
    return gettext(_CONFIDENCES[code]) if code in _CONFIDENCES else code


def method_label(code: str | None) -> str:
    """Return the label of a method of checking."""
    return gettext(_METHODS[code]) if code in _METHODS else code or ""


def circle_label(code: str) -> str:
    """Return the label of an access circle."""
    return gettext(_CIRCLES[code])


def channel_label(code: str) -> str:
    """Return the label of a channel."""
    return gettext(_CHANNELS[code]) if code in _CHANNELS else code


def check_label(code: str | None) -> str:
    """Return "Checked", with the method if it is known."""
    return gettext(_CHECKS.get(code, _CHECKED))


def week_label(of: Week) -> str:
    """Return the hours of a week in the language of this request."""
    days = [str(locale().days["stand-alone"]["abbreviated"][number]) for number in range(7)]
    return format_week(of, WeekLabels(days, gettext("Open day and night, every day"), gettext("Day and night")))


def weekday_label(number: int) -> str:
    """Return the name of a weekday; Monday is 0."""
    return str(locale().days["stand-alone"]["wide"][number])
