"""A copy of the project with little training data, so that a training can fail within seconds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_CODE = (
    "bot",
    "actions",
    "directory",
    "locales",
    "nlu/components",
    "nlu/text",
    "nlu/gazetteer",
    "nlu/lexicon",
    "nlu/reading",
    "nlu/encoder",
    "nlu/danger",
    "nlu/messages",
    "nlu/questions",
    "nlu/limits",
    "nlu/evaluation",
)

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


def copy_project(folder: Path, *, classifier: str = "LogisticRegressionClassifier", policies: str = "") -> Path:
    """Copy the code to `folder`, with a small pipeline, two intents and a story."""
    for package in _CODE:
        shutil.copytree(ROOT / package, folder / package)
    shutil.rmtree(folder / "bot" / "dialogue" / "rules")
    for path, text in {
        "config.yml": _CONFIG.format(classifier=classifier, policies=policies),
        "nlu/__init__.py": "",
        "nlu/data/en.yml": _EXAMPLES,
        "bot/dialogue/rules/stories.yml": _STORIES,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def run_waylight(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of the copy in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "WAYLIGHT_DATA_DIR": str(folder / "data"), "COLUMNS": "500"}
    command = [sys.executable, "-W", "ignore", "-m", "bot", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
