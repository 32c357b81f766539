"""Staff find services by words, however they are typed, on both databases."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, select, text, update
from sqlmodel import col
from typer.testing import CliRunner, Result

from directory.cli import app
from directory.database import migrate
from directory.db.engine import open_engine, write_transaction
from directory.models import Organization, Service, ServiceText, Translation
from directory.search.free_text import index_text, search_text
from directory.search.free_text.typos import fragments, max_typos

NAMES = {
    "urban": ("Urban Light", "บ้านแสงสว่าง"),
    "lighthouse": ("Lighthouse for Urban Migrants", None),
    "lights": ("Northern Lights Shelter", None),
    "foundation": ("Foundation of Hope (FOH)", "มูลนิธิเพื่อความหวังของเด็ก"),
    "beijing": ("Legal Aid Centre", "北京妇女律师中心"),
    "korea": ("Korean House", "여성쉼터"),
    "vietnam": ("Nhà Nhân Ái Đà Nẵng", None),
    "arabic": ("Family Safety", "مؤسسة الأمان"),
    "long": ("Intergovernmental Rehabilitation", None),
    "signs": ('100% "Safe_Space" \\ A*', None),
}
Find = Callable[..., list[str]]
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def own(databases: Any) -> Iterator[Engine]:
    """A directory with a few services of our own."""
    address = databases.empty()
    engine = open_engine(address)
    migrate(engine)
    with engine.connect() as connection, write_transaction(connection):
        for key, (name, local) in NAMES.items():
            add(connection, key, name, local)
        index_text(connection, list(NAMES))
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture
def change(own: Engine) -> Iterator[Connection]:
    """A transaction that is undone after the test."""
    with own.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def find(change: Connection) -> Find:
    """Find ids by words."""
    return lambda words, **page: [hit.service_id for hit in search_text(change, words, **page)]


@pytest.fixture
def run(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a filled directory."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def add(connection: Connection, key: str, name: str, local: str | None = None, status: str = "active") -> None:
    """Put in a service with an organization of the same name."""
    connection.execute(insert(Organization), {"id": key, "name": name, "alternate_name": local, "description": "helps"})
    connection.execute(insert(Service), {"id": key, "organization_id": key, "name": name, "status": status})


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("urban light", "urban"),
        ("LIGHT Urban", "urban"),
        ("house", "korea"),
        ("foh", "foundation"),
        ("(FOH)", "foundation"),
        ("มูลนิธิ", "foundation"),
        ("ความหวัง", "foundation"),
        ("律师", "beijing"),
        ("北京", "beijing"),
        ("师", "beijing"),
        ("쉼터", "korea"),
        ("da nang", "vietnam"),
        ("الامان", "arabic"),
        ("governmental", "long"),
        ("of", "foundation"),
        ("a*", "signs"),
        ("safe_sp", "signs"),
        ("100%", "signs"),
        ("\\", "signs"),
    ],
)
def test_exact_words(find: Find, words: str, first: str) -> None:
    """Every word occurs, in any order, script and case, as a word or a part of one; the best comes first."""
    assert find(words)[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("urbn light", "urban"),
        ("ubran light", "urban"),
        ("urban lihgt", "urban"),
        ("urbannn light", "urban"),
        ("fundation", "foundation"),
        ("foundatoin of hope", "foundation"),
        ("intergovermental rehabilitaton", "long"),
        ("xntergovernmentax", "long"),
        ("ความหวงของเด็ก", "foundation"),
    ],
)
def test_tolerates_typos(find: Find, words: str, first: str) -> None:
    """A slip or two in a word still finds what was meant."""
    assert first in find(words)[:2]


@pytest.mark.parametrize(
    ("words", "finds"), [("light", True), ("foun", True), ("ight", False), ("ความห", True), ("律师", True)]
)
def test_intolerant_search_finds_no_middle_of_a_word(find: Find, words: str, *, finds: bool) -> None:
    """A search that tolerates no typing error takes the beginning of a word, and parts in scripts without spaces."""
    assert find(words)
    assert bool(find(words, is_tolerant=False)) is finds


def test_exact_matches_come_first(change: Connection) -> None:
    """The name itself scores more than a word within, and that more than a part of a word or a slip."""
    scores = {hit.service_id: hit.score for hit in search_text(change, "light")}
    assert scores["urban"] > scores["lighthouse"] > 0
    assert scores["urban"] > scores["lights"]
    (best, *_) = search_text(change, "urban light")
    assert (best.service_id, best.score) == ("urban", 100)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "\0",
        "light hope",
        "zzzzz",
        "urban*",
        "urban -light",
        "NEAR(urban light)",
        "text:urban",
        "^urban",
        '"urban',
        "urban OR korean",
        "' OR 1=1 --",
        "'; DROP TABLE service; --",
        "urb%",
        "l__ht",
        "{urban}",
        "\\x",
        "x" * 10_000,
        "\ud800",
    ],
)
def test_no_match(find: Find, words: str) -> None:
    """Operators have no special meaning; empty and unknown words find nothing."""
    assert find(words) == []


@given(st.text(max_size=30) | st.text("\"*()-:^%_\\'{} ABlight\0", max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_accepts_any_text(find: Find, words: str) -> None:
    """No text breaks the search or the tables."""
    assert set(find(words)) <= set(NAMES)


@given(st.sampled_from(sorted(NAMES)), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_of_a_name_matches(find: Find, key: str, data: st.DataObject) -> None:
    """Any part of a word of a name, however short, finds the service."""
    word = data.draw(st.sampled_from(NAMES[key][0].split()))
    first = data.draw(st.integers(0, len(word) - 1))
    part = word[first : data.draw(st.integers(first + 1, len(word)))]
    assert key in find(part)


@given(st.text("abcdefgh", min_size=5, max_size=16), st.data())
def test_one_fragment_survives_typos(word: str, data: st.DataObject) -> None:
    """After any one typo a fragment of the mistyped word is in the correct word."""
    place = data.draw(st.integers(0, len(word) - 2))
    before, here, there, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    slips = (here, f"{here}x{there}", f"x{there}", f"{there}{here}")
    slipped = f"{before}{data.draw(st.sampled_from(slips))}{after}"
    assert not max_typos(slipped) or any(piece in f" {word} " for piece in fragments(slipped))


def test_pages(find: Find) -> None:
    """Pages have no gaps or repetitions; negative values find nothing."""
    whole = find("a")
    assert len(whole) > 3
    assert [one for offset in range(len(whole)) for one in find("a", limit=1, offset=offset)] == whole
    assert find("a", limit=0) == find("a", offset=-1) == find("a", offset=5000) == []


def test_finds_inactive_services(change: Connection, find: Find) -> None:
    """Staff also look for services that closed."""
    add(change, "closed", "Shut Door", status="defunct")
    index_text(change, ["closed"])
    assert find("shut door") == ["closed"]


def test_index_follows_changes(change: Connection, find: Find) -> None:
    """A new name finds a service, the old one doesn't; a translation finds it too; what is gone is not found."""
    change.execute(update(Service).where(col(Service.id) == "korea").values(name="Bamboo House"))
    change.execute(update(Organization).where(col(Organization.id) == "korea").values(name="Bamboo House"))
    audiences = {"entity_id": "korea", "field": "name", "language": "es", "text": "Casa Señora", "reviewed": False}
    change.execute(insert(Translation), audiences)
    index_text(change, ["korea", "korea", "no such service"])
    assert (find("bamboo"), find("senora"), find("korean")) == (["korea"], ["korea"], [])
    change.execute(delete(Translation))
    change.execute(delete(ServiceText).where(col(ServiceText.service_id) == "korea"))
    change.execute(delete(Service).where(col(Service.id) == "korea"))
    assert find("bamboo") == []
    index_text(change, None)
    assert (find("bamboo"), find("urban light")[0]) == ([], "urban")


def test_full_rebuild_equals_incremental(change: Connection) -> None:
    """Writing all texts anew gives what writing each gave, and later changes are followed again."""
    question = select(col(ServiceText.service_id), col(ServiceText.text)).order_by(col(ServiceText.service_id))
    before = change.execute(question).all()
    index_text(change, None)
    assert change.execute(question).all() == before
    add(change, "late", "Late Comer")
    index_text(change, ["late"])
    assert [hit.service_id for hit in search_text(change, "late comer")] == ["late"]


def test_index_agrees_with_rows(own: Engine) -> None:
    """SQLite's own check finds no trigram that is missing or left over."""
    if own.dialect.name == "sqlite":
        with own.connect() as connection, write_transaction(connection):
            for table in ("service_text_grams", "service_text_word_grams"):
                connection.execute(text(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"))  # noqa: S608


def test_finds_starter_services(engine: Engine) -> None:
    """The starter's services are found by name, place and need, also by a word for the need in another language."""
    with engine.connect() as connection:
        for words in ("urban light", "urbn light", "chiang mai shelter", "chaing mai", "ที่พักพิง chiang mai"):
            ids = [hit.service_id for hit in search_text(connection, words)]
            names = set(connection.scalars(select(col(Service.name)).where(col(Service.id).in_(ids))))
            assert "Urban Light Foundation" in names, words


def test_migration_up_and_down(databases: Any) -> None:
    """The step can be undone and made again with texts in the table; then they are found."""
    address = databases.empty()
    engine = open_engine(address)
    migrate(engine)
    with engine.connect() as connection, write_transaction(connection):
        add(connection, "one", "Open Door")
        index_text(connection, ["one"])
    migrate(engine, "0004", back=True)
    migrate(engine)
    with engine.connect() as connection:
        assert [hit.service_id for hit in search_text(connection, "open")] == ["one"]
    engine.dispose()
    databases.drop(address)


def test_search_command_as_json(run: Run) -> None:
    """A script gets what was found with its score, organization, countries, needs and when it was verified."""
    (results, *_) = json.loads(run("search", "urbn", "light", "--json").stdout)
    assert results["name"] == results["organization"] == "Urban Light Foundation"
    assert (results["countries"], results["verified_at"]) == (["TH"], None)
    assert "shelter" in results["needs"]


def test_search_command_as_table(run: Run) -> None:
    """The command prints a table, or one sentence without results."""
    assert "TH" in run("search", "chiang mai", "--limit", "1").stdout
    assert run("search", '"*').stdout.startswith("Nothing was found.")


def test_many_changes_at_once(change: Connection, find: Find) -> None:
    """Hundreds of services that change together are found by their new names only."""
    keys = [f"many{number}" for number in range(300)]
    for key in keys:
        add(change, key, f"Old {key}")
    index_text(change, keys)
    change.execute(update(Service).where(col(Service.id).in_(keys)).values(name="Renewed"))
    change.execute(update(Organization).where(col(Organization.id).in_(keys)).values(name="Renewed"))
    index_text(change, keys)
    assert find("many123") == []
    assert set(find("renewed", limit=1000)) == set(keys)
    change.execute(update(Service).where(col(Service.id) == "many7").values(name="Single"))
    index_text(change, ["many7"])
    assert find("single") == ["many7"]
