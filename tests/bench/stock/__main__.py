"""`python -m tests.bench.stock`: train what is not trained yet, compare, print, and write the page."""

import argparse
import sys

import uvloop

from bot.engine.training import TRAINING_DATA, ensure_model
from nlu.evaluation.dataset import examples_under
from tests.bench.stock.comparing import compare
from tests.bench.stock.figures import lines
from tests.bench.stock.learning import learning
from tests.bench.stock.page import print_table, write_page
from tests.bench.stock.sides import DATA_DIR
from tests.bench.stock_rasa.texts import OF_EACH, ROOT, tasks
from tests.bench.stock_rasa.training import trained
from tests.resilience.load.conversations import conversations


def main() -> int:
    """Measure; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stock", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, in each of which each side is written to")
    parser.add_argument("--restarts", type=int, default=3, help="how often each system is started")
    parser.add_argument("--page", action="store_true", help="also write docs/benchmarks/stock.md and its plot")
    asked = parser.parse_args()
    task = tasks()[0]
    ensure_model(DATA_DIR)
    learnt = learning(task)
    talks = conversations()
    found = uvloop.run(compare(trained(task), talks, asked.rounds, asked.restarts))
    table = list(lines(found, learnt))
    print_table(table)
    if asked.page:
        all_texts = sum(map(len, examples_under(TRAINING_DATA[0]).values()))
        facts = {"all_texts": all_texts, "of_each": OF_EACH, "talks": len(talks), "restarts": asked.restarts}
        write_page(table, found, learnt, facts, ROOT / "docs" / "benchmarks" / "stock.md")
    return int(any(line.is_broken for line in table))


if __name__ == "__main__":
    sys.exit(main())
