"""A copy of the project with little to train on, so that a training can go wrong in seconds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_CODE = ("bot", "actions", "directory", "locales", "nlu/components", "nlu/text", "nlu/gazetteer", "nlu/lexicon")

_CONFIG = """\
recipe: default.v1
assistant_id: copy
language: xx
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: {classifier}
policies:
  - name: RulePolicy
{policies}
"""

_EXAMPLES = """\
version: "3.1"
nlu:
  - {intent: greet, examples: "- hello\\n- good day\\n"}
  - {intent: thank, examples: "- thanks\\n- thank you\\n"}
"""

_STORIES = """\
version: "3.1"
rules:
  - {rule: greeting, steps: [{intent: greet}, {action: utter_ask_need}]}
stories:
  - {story: thanks, steps: [{intent: thank}, {action: utter_welcome}]}
"""


def planted(tree: Path, *, classifier: str = "LogisticRegressionClassifier", policies: str = "") -> Path:
    """Copy the code to `tree`, with a small pipeline, two intents and a story."""
    for folder in _CODE:
        shutil.copytree(ROOT / folder, tree / folder)
    shutil.rmtree(tree / "bot" / "dialogue" / "rules")
    for path, text in {
        "config.yml": _CONFIG.format(classifier=classifier, policies=policies),
        "nlu/__init__.py": "",
        "nlu/data/en.yml": _EXAMPLES,
        "bot/dialogue/rules/stories.yml": _STORIES,
    }.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    return tree


def waylight(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of the copy in `tree`."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "WAYLIGHT_DATA_DIR": str(tree / "data"), "COLUMNS": "500"}
    command = [sys.executable, "-W", "ignore", "-m", "bot", *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False, text=True)
