"""`python -m tests.bench.stock`: train what is not trained yet, compare, print, and write the page."""

import argparse
import sys

import uvloop

from bot.engine.training import TRAINING_DATA, ensure_model
from nlu.evaluation.dataset import examples_under
from tests.bench.stock.comparison import compare
from tests.bench.stock.figures import lines
from tests.bench.stock.model_comparison import compare_training
from tests.bench.stock.page import print_table, write_page
from tests.bench.stock.sides import DATA_DIR
from tests.bench.stock_rasa.texts import OF_EACH, ROOT, tasks
from tests.bench.stock_rasa.training import trained
from tests.resilience.load.conversations import conversations


def main() -> int:
    """Measure; return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stock", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, in each of which each side is written to")
    parser.add_argument("--restarts", type=int, default=3, help="how often each system is started")
    parser.add_argument("--page", action="store_true", help="also write docs/benchmarks/stock.md and its plot")
    args = parser.parse_args()
    task = tasks()[0]
    ensure_model(DATA_DIR)
    training = compare_training(task)
    talks = conversations()
    comparison = uvloop.run(compare(trained(task), talks, args.rounds, args.restarts))
    table = list(lines(comparison, training))
    print_table(table)
    if args.page:
        all_texts = sum(map(len, examples_under(TRAINING_DATA[0]).values()))
        facts = {"all_texts": all_texts, "of_each": OF_EACH, "talks": len(talks), "restarts": args.restarts}
        write_page(table, comparison, training, facts, ROOT / "docs" / "benchmarks" / "stock.md")
    return int(any(line.is_broken for line in table))


if __name__ == "__main__":
    sys.exit(main())
