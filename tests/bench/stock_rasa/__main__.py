"""Train stock Rasa with TensorFlow in its own environment, then our models on the same texts (about an hour)."""

import subprocess
import sys

from tests.bench.stock_rasa import own_model
from tests.bench.stock_rasa.training import STOCK


def main() -> int:
    """Return the exit code of the part that failed, or 0."""
    stock = subprocess.run([STOCK / "bin" / "python", "-m", "tests.bench.stock_rasa.stock"], check=False)
    return stock.returncode or own_model.main()


if __name__ == "__main__":
    sys.exit(main())
