"""The pieces of the comparison with stock Rasa, without stock Rasa: its environment is too large for every run."""

from collections import Counter
from functools import partial
from pathlib import Path

import psutil
import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter

from tests.bench.processes import Used
from tests.bench.stock.comparing import Comparison
from tests.bench.stock.figures import Line, lines
from tests.bench.stock.learning import Learning, Learnt, best
from tests.bench.stock.page import write_page
from tests.bench.stock.sides import SMS, STOCK, TELEGRAM, TWO, Side, Start
from tests.bench.stock.writers import NetworkWriter, Newcomer, Round, converse
from tests.bench.stock_rasa.project import stock_project, texts_alone, write
from tests.bench.stock_rasa.texts import Task, tasks
from tests.bench.stock_rasa.training import kept
from tests.resilience.load.conversations import Conversation, conversations
from tests.resilience.load.service import running
from tests.resilience.load.virtual_users import Population

pytestmark = pytest.mark.slow

LEARNT = Learning(
    2560, 2573, Learnt(1000, 1500, 0.4, 2400), Learnt(50, 40, 0.8, 800), 30, {"cpu": 200.0, "wall": 150.0}
)
FACTS = {"all_texts": 68_897, "of_each": 4, "talks": 96, "restarts": 3}


@pytest.fixture(scope="module")
def task() -> Task:
    """What both learn; to read all texts takes seconds."""
    return tasks()[0]


def test_the_stock_project_is_one_that_rasa_reads(task: Task, tmp_path: Path) -> None:
    """Rasa finds every text in it, and for every intent a response and a rule that says it."""
    write(stock_project(task), tmp_path)
    data = [str(tmp_path / f"{name}.yml") for name in ("nlu", "rules", "stories")]
    read = TrainingDataImporter.load_from_config(str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), data)
    found = {(example.get("text"), example.get("intent")) for example in read.get_nlu_data().intent_examples}
    assert found == {(example.text, example.intent) for example in task.training}
    assert set(read.get_domain().responses) == {f"utter_{intent}" for _, intent in found}
    assert len([step for step in read.get_stories().story_steps if step.block_name.startswith("find_")]) > 5


def test_both_learn_the_same_texts(task: Task) -> None:
    """What ours is given, file by file, is what stock Rasa is given."""
    ours = sum((_texts(said) for said in texts_alone(task.training).values()), Counter[tuple[str, str]]())
    assert ours == _texts(stock_project(task)["nlu.yml"])
    assert ours.total() == len(task.training)


def _texts(nlu: str) -> Counter[tuple[str, str]]:
    blocks = yaml.safe_load(nlu)["nlu"]
    return Counter((block["intent"], line) for block in blocks for line in block["examples"].splitlines())


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    """What took long is read from its file the next time."""
    assert kept(tmp_path / "new" / "kept.json", lambda: {"cpu": 1.5}) == {"cpu": 1.5}
    assert kept(tmp_path / "new" / "kept.json", lambda: pytest.fail("made again")) == {"cpu": 1.5}


def test_the_likeliest_intent_counts() -> None:
    """A pipeline that would rather ask has still found something; where nothing was ranked, what it says counts."""
    ranking = [{"intent": "nlu_fallback"}, {"intent": "find_shelter"}]
    assert best({"intent": "nlu_fallback", "ranking": ranking}) == "find_shelter"
    assert best({"intent": "in_danger", "ranking": []}) == "in_danger"


async def test_people_write_to_the_real_webhooks(tmp_path: Path, model_dir: Path) -> None:
    """By SMS and on Telegram everybody gets through their conversation, and what that costs is seen."""
    talks = [talk for talk in conversations() if talk.language == "en"][:4]
    async with running(tmp_path, model_dir) as service:
        people = Population(service.networks)
        used = Used(tuple(process.seen for process in service.processes))
        for channel in ("sms", "telegram"):
            before = used.cpu()
            found = await converse(talks, _newcomers(people, channel), writers=3)
            assert len(found.seconds) == sum(len(talk.steps) for talk in talks)
            assert 0 < max(found.seconds) < found.wall
            assert used.cpu() > before
        assert used.memory_mb() > 100


def _newcomers(people: Population, channel: str) -> Newcomer:
    return lambda talk: NetworkWriter(people.newcomer(talk, channel))


def test_a_ratio_is_that_of_each_round(tmp_path: Path) -> None:
    """A round that was slow for both changes no ratio; a promise that isn't kept is said on the page."""
    found = _comparison(stock=[10.0, 5.0, 10.0], ours=[90.0, 45.0, 90.0])
    by_name = {line.name: line for line in lines(found, LEARNT)}
    assert by_name["messages"].times == pytest.approx(9)
    assert by_name["messages"].is_broken
    assert not by_name["memory after the load"].is_broken
    write_page(list(by_name.values()), found, LEARNT, FACTS, tmp_path / "stock.md")
    page = (tmp_path / "stock.md").read_text("utf-8")
    assert "| messages | a second | 10.0 | 90.0 | 90.0 | 90.0 | 9.0 | ≥ 10, **not kept** |" in page
    assert (tmp_path / "stock.svg").stat().st_size > 1000


def test_better_is_never_less_than_one() -> None:
    """Accuracy is promised to be higher: where it is lower, the line says so."""
    assert Line("unseen", "%", {STOCK: 50.0, SMS: 49.0}, 49 / 50, 1).is_broken


def _comparison(stock: list[float], ours: list[float]) -> Comparison:
    """Return what these messages a second come to, in rounds of a hundred."""
    rates = {STOCK: stock, SMS: ours, TELEGRAM: ours, TWO: ours}
    sides = [_side(name, [Round([0.1] * 100, 100 / rate) for rate in rate_of]) for name, rate_of in rates.items()]
    started = {STOCK: Start([30.0], [20.0]), SMS: Start([6.0], [5.0])}
    return Comparison(sides, started, {STOCK: 2000.0, SMS: 400.0, TELEGRAM: 400.0, TWO: 700.0}, 100)


def _side(name: str, rounds: list[Round]) -> Side:
    return Side(name, partial(_nobody, name), Used((psutil.Process(),)), rounds, cpu=10.0)


def _nobody(name: str, talk: Conversation) -> NetworkWriter:
    raise AssertionError(name, talk.name)
