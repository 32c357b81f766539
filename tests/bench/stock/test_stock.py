"""The parts of the comparison with stock Rasa, without its environment, which is too large for every run."""

from collections import Counter
from functools import partial
from pathlib import Path

import psutil
import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter

from tests.bench.processes import ProcessGroup
from tests.bench.stock.clients import NetworkWriter, Newcomer, Round, converse
from tests.bench.stock.comparison import Comparison
from tests.bench.stock.figures import Line, lines
from tests.bench.stock.model_comparison import TrainingComparison, TrainingResult, best
from tests.bench.stock.page import write_page
from tests.bench.stock.sides import SMS, STOCK, TELEGRAM, TWO, Side, Start
from tests.bench.stock_rasa.project import stock_project, texts_only, write
from tests.bench.stock_rasa.texts import Task, tasks
from tests.bench.stock_rasa.training import cached
from tests.resilience.load.conversations import Conversation, conversations
from tests.resilience.load.service import running
from tests.resilience.load.virtual_users import Population

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

TRAINING = TrainingComparison(
    2560,
    2573,
    TrainingResult(1000, 1500, 0.4, 2400),
    TrainingResult(50, 40, 0.8, 800),
    {"cpu": 200.0, "wall": 150.0},
)
FACTS = {"all_texts": 68_897, "of_each": 4, "talks": 96, "restarts": 3}


@pytest.fixture(scope="module")
def task() -> Task:
    """What both learn; reading all texts takes seconds."""
    return tasks()[0]


def test_rasa_reads_the_stock_project(task: Task, tmp_path: Path) -> None:
    """Rasa reads every text, and a response and a rule for each intent."""
    write(stock_project(task), tmp_path)
    data = [str(tmp_path / f"{name}.yml") for name in ("nlu", "rules", "stories")]
    project = TrainingDataImporter.load_from_config(str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), data)
    results = {(example.get("text"), example.get("intent")) for example in project.get_nlu_data().intent_examples}
    assert results == {(example.text, example.intent) for example in task.training}
    assert set(project.get_domain().responses) == {f"utter_{intent}" for _, intent in results}
    assert len([step for step in project.get_stories().story_steps if step.block_name.startswith("find_")]) > 5


def test_both_systems_get_the_same_texts(task: Task) -> None:
    """Our files have the same texts as the stock project."""
    waylight = sum((_texts(text) for text in texts_only(task.training).values()), Counter[tuple[str, str]]())
    assert waylight == _texts(stock_project(task)["nlu.yml"])
    assert waylight.total() == len(task.training)


def _texts(nlu: str) -> Counter[tuple[str, str]]:
    blocks = yaml.safe_load(nlu)["nlu"]
    return Counter((block["intent"], line) for block in blocks for line in block["examples"].splitlines())


def test_results_are_cached(tmp_path: Path) -> None:
    """A result is read from its file the next time."""
    assert cached(tmp_path / "new" / "kept.json", lambda: {"cpu": 1.5}) == {"cpu": 1.5}
    assert cached(tmp_path / "new" / "kept.json", lambda: pytest.fail("made again")) == {"cpu": 1.5}


def test_best_intent_counts() -> None:
    """The best intent counts even after a fallback; without a ranking the given intent counts."""
    ranking = [{"intent": "nlu_fallback"}, {"intent": "find_shelter"}]
    assert best({"intent": "nlu_fallback", "ranking": ranking}) == "find_shelter"
    assert best({"intent": "in_danger", "ranking": []}) == "in_danger"


async def test_users_write_to_the_real_webhooks(tmp_path: Path, model_dir: Path) -> None:
    """By SMS and on Telegram all users finish their conversations, and the cost is measured."""
    talks = [talk for talk in conversations() if talk.language == "en"][:4]
    async with running(tmp_path, model_dir) as service:
        users = Population(service.networks)
        used = ProcessGroup(tuple(process.seen for process in service.processes))
        for channel in ("sms", "telegram"):
            before = used.cpu()
            results = await converse(talks, _newcomers(users, channel), writers=3)
            assert len(results.seconds) == sum(len(talk.steps) for talk in talks)
            assert 0 < max(results.seconds) < results.wall
            assert used.cpu() > before
        assert used.memory_mb() > 100


def _newcomers(users: Population, channel: str) -> Newcomer:
    return lambda talk: NetworkWriter(users.newcomer(talk, channel))


def test_ratio_is_taken_per_round(tmp_path: Path) -> None:
    """A round that was slow for both changes no ratio; a broken promise is shown on the page."""
    results = _comparison(stock=[10.0, 5.0, 10.0], waylight=[90.0, 45.0, 90.0])
    by_name = {line.name: line for line in lines(results, TRAINING)}
    assert by_name["messages"].times == pytest.approx(9)
    assert by_name["messages"].is_broken
    assert not by_name["memory after the load"].is_broken
    write_page(list(by_name.values()), results, TRAINING, FACTS, tmp_path / "stock.md")
    page = (tmp_path / "stock.md").read_text("utf-8")
    assert "| messages | a second | 10.0 | 90.0 | 90.0 | 90.0 | 9.0 | ≥ 10, **not kept** |" in page
    assert (tmp_path / "stock.svg").stat().st_size > 1000


def test_lower_accuracy_breaks_the_promise() -> None:
    """A lower accuracy breaks its promise."""
    assert Line("unseen", "%", {STOCK: 50.0, SMS: 49.0}, 49 / 50, 1).is_broken


def _comparison(stock: list[float], waylight: list[float]) -> Comparison:
    """Return the comparison of these messages per second, in rounds of a hundred."""
    rates = {STOCK: stock, SMS: waylight, TELEGRAM: waylight, TWO: waylight}
    sides = [_side(name, [Round([0.1] * 100, 100 / rate) for rate in rate_of]) for name, rate_of in rates.items()]
    started = {STOCK: Start([30.0], [20.0]), SMS: Start([6.0], [5.0])}
    return Comparison(sides, started, {STOCK: 2000.0, SMS: 400.0, TELEGRAM: 400.0, TWO: 700.0}, 100)


def _side(name: str, rounds: list[Round]) -> Side:
    return Side(name, partial(_no_writer, name), ProcessGroup((psutil.Process(),)), rounds, cpu=10.0)


def _no_writer(name: str, talk: Conversation) -> NetworkWriter:
    raise AssertionError(name, talk.name)
