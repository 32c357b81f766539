"""The row of services.csv for one collected row."""

from directory.starter.selection import PERSONAL_EMAIL, ReadConduct, Row, conduct_of, words_of
from directory.starter.table_files import TABLES, read_table
from directory.starter.vocabulary import Vocabulary

SERVICE_COLUMNS = (
    "id",
    "name",
    "name_local",
    "alternate_names",
    "country",
    "coverage",
    "area",
    "needs",
    "services",
    "population",
    "audiences",
    "nationalities",
    "languages",
    "interpretation",
    "hours",
    "fees",
    "website",
    "email",
    "trafficking_specific",
    "police_linked",
    "consular",
    "mandatory_reporting",
    "conduct_reason",
    "confidence",
    "source_kind",
    "source_url",
    "source_date",
    "second_source",
    "notes",
)
# These columns are taken over as they are, under the name on the left.
_COPIED = {
    "id": "id",
    "name": "name",
    "name_local": "name_local",
    "alternate_names": "alt_names",
    "country": "country_iso2",
    "area": "region_city",
    "fees": "cost",
    "trafficking_specific": "trafficking_specific",
    "confidence": "confidence",
    "source_kind": "source_kind",
    "source_url": "source_url",
    "source_date": "source_date",
    "second_source": "second_source",
    "notes": "notes",
}


def read_conduct() -> dict[str, ReadConduct]:
    """Return what people decided about rows that name an authority."""
    return {
        line["id"]: ReadConduct(
            line["police_linked"] == "yes", line["consular"] == "yes", line["reason"], line["mandatory_reporting"]
        )
        for line in read_table(TABLES / "conduct.csv")
    }


def service_row(row: Row, vocabulary: Vocabulary, conducts: dict[str, ReadConduct]) -> Row:
    """Return the service row of a collected row; unknown words are left with the vocabulary.

    Raises:
        directory.starter.selection.UnreadConductError: the row names an authority that nobody has judged.
        directory.starter.whom.NoNationalityError: a consular row does not say whose citizens it is for.
    """
    conduct = conduct_of(row, conducts)
    languages, interpretation = vocabulary.languages(row)
    made = {
        "coverage": " ".join(vocabulary.coverage(row, consular=conduct.consular)),
        "needs": " ".join(vocabulary.needs(row)),
        "services": "; ".join(words_of(row["services"])),
        "population": "; ".join(words_of(row["population"])),
        "audiences": " ".join(vocabulary.whom.audiences(row, consular=conduct.consular)),
        "nationalities": " ".join(vocabulary.whom.nationalities(row, consular=conduct.consular)),
        "languages": " ".join(languages),
        "interpretation": interpretation,
        "hours": vocabulary.hours(row),
        "website": _with_scheme(row["website"]),
        "email": "" if row["id"] in PERSONAL_EMAIL else row["email"],
        "police_linked": "yes" if conduct.police_linked else "no",
        "consular": "yes" if conduct.consular else "no",
        "mandatory_reporting": conduct.mandatory_reporting,
        "conduct_reason": conduct.reason,
    }
    return {new: row[old] for new, old in _COPIED.items()} | made


def _with_scheme(website: str) -> str:
    """Return an address that HSDS takes for a URI; a few are printed as "www.example.org"."""
    return f"https://{website}" if website.startswith("www.") else website
