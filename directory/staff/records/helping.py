"""What is to be written into the fields of forms."""

from typing import Final

from directory.staff.speaking import N_, gettext

_IS_PUBLIC: Final = N_("Everybody can read this.")
_WHOLE_ADDRESS: Final = N_("The whole address. It begins with https://.")
_YEARS: Final = N_("In years. Leave it empty if any age is fine.")
_HELP: Final = {
    ("phone", "number"): N_(
        "As it is dialled there, with spaces if you like. From abroad: + and the country's code first."
    ),
    ("phone", "description"): N_("For whom or when, in a few words. People read this."),
    ("service", "name"): N_("In English, or as the organization writes it. People read this."),
    ("service", "description"): N_("What somebody gets there, in plain words. No street, no name of a person."),
    ("service", "status"): N_("Only active entries are told to people."),
    ("service", "alert"): N_("Something that changes for a while, such as: closed until May."),
    ("service", "eligibility_description"): N_("Who is taken and who is not: age, papers, gender, children."),
    ("service", "minimum_age"): _YEARS,
    ("service", "maximum_age"): _YEARS,
    ("service", "application_process"): N_("What to do first, such as: call, write, or come."),
    ("service", "fees_description"): N_("Say it plainly if it is free."),
    ("service", "wait_time"): N_("How long it mostly takes, such as: two days."),
    ("service", "email"): _IS_PUBLIC,
    ("service", "url"): _WHOLE_ADDRESS,
    ("service", "licenses"): N_("Which permit it has, and from which office."),
    ("organization", "name"): N_("In letters that anybody can spell, mostly Latin ones."),
    ("organization", "alternate_name"): N_("In the country's own script. Who reads that script is told this name."),
    ("organization", "email"): _IS_PUBLIC,
    ("organization", "website"): _WHOLE_ADDRESS,
    ("location", "url"): _WHOLE_ADDRESS,
    ("address", "address_1"): N_("Everybody can read this. The address of a shelter does not belong here."),
    ("contact", "name"): N_("An office that anybody may ask. The name of a colleague does not belong here."),
    ("contact", "title"): N_("What this office does, such as: social work."),
    ("contact", "email"): _IS_PUBLIC,
    ("service_area", "extent"): N_("The borders, drawn by a map program. Mostly empty."),
    ("service_area", "extent_type"): N_("How the borders are written, such as: geojson."),
    ("cost_option", "amount"): N_("Only the number, such as: 200."),
    ("cost_option", "currency"): N_("Three letters, such as: THB."),
    ("cost_option", "valid_from"): N_("The first day of this price, if you know it."),
    ("cost_option", "valid_to"): N_("The last day of this price, if you know it."),
    ("required_document", "document"): N_("Such as: passport, police report, referral by another organization."),
    ("required_document", "uri"): _WHOLE_ADDRESS,
    ("accessibility", "url"): _WHOLE_ADDRESS,
    ("url", "url"): _WHOLE_ADDRESS,
}


def help_of(table: str, field: str) -> str:
    """Return what is to be written into a field, "" where that is plain."""
    return gettext(_HELP[table, field]) if (table, field) in _HELP else ""
