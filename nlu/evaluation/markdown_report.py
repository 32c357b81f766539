"""The generated part of docs/understanding.md: tables in Markdown."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple
from statistics import mean
from typing import Any

from nlu.evaluation.calibration import MAX_ERROR_RATE, Calibration, CpuTime
from nlu.evaluation.messages import FORMS, Hits, share
from nlu.evaluation.pipeline import Prediction, Score

BEGIN = "<!-- Between these marks `waylight nlu evaluate --report` writes. -->"
END = "<!-- Up to here. -->"

SCORE_HEADINGS = (
    "language",
    "texts",
    "intent right",
    "not understood",
    "language right",
    "danger found",
    "false alarms",
    "place right",
    "ms",
)
"""The headings of the fields of a `Score`, in order."""

DANGER_HEADINGS = (
    *("language", "texts", *FORMS, "all forms", "found or suspected", "kind", "whose", "false alarms"),
    "suspected wrongly",
)
"""The headings of the cells of `danger_row`."""

MESSAGE_HEADINGS = (
    *("language", "first need", "both needs", "not wanted", "who", "age", "country", "aspect"),
    *("taken for a question", "place", "false places"),
)
"""The headings of the cells of `message_row`."""

_THRESHOLDS = (0.2, 0.4, 0.5, 0.6, 0.7)
"""Thresholds that are shown in addition to the chosen and the configured one."""


def replace_generated_part(page: str, generated: str) -> str:
    """Return a page with its generated part replaced. Raises `ValueError` if the markers are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"The page needs a line {BEGIN} and a line {END}."
        raise ValueError(message)
    return f"{before}{BEGIN}\n\n{generated.strip()}\n\n{END}{after}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; all columns except the first are numbers."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def score_row(score: Score) -> list[str]:
    """Return the cells of a score in the order of `SCORE_HEADINGS`."""
    language, texts, *shares, milliseconds = astuple(score)
    return [language, str(texts), *map(_share, shares), f"{milliseconds:.1f}"]


def with_totals(hits: Mapping[str, Hits], supported: Collection[str]) -> dict[str, Hits]:
    """Return the hits of each language, the supported ones first, and those of each of both groups together."""
    groups = {
        "of the bot": {language: each for language, each in hits.items() if language in supported},
        "others": {language: each for language, each in hits.items() if language not in supported},
    }
    rows: dict[str, Hits] = {}
    for name, group in groups.items():
        rows |= {**group, f"{len(group)} {name}": Hits.together(list(group.values()))}
    return rows


def danger_row(language: str, hits: Hits) -> list[str]:
    """Return the cells of a language in the order of `DANGER_HEADINGS`."""
    columns = (
        *(*(hits.recall[form] for form in FORMS), hits.all_recall, hits.found_or_suspected, hits.kind, hits.danger_of),
        *(hits.false_alarms, hits.suspected_wrongly),
    )
    return [language, str(len(hits.all_recall) + len(hits.false_alarms)), *map(_share_of, columns)]


def message_row(language: str, hits: Hits) -> list[str]:
    """Return the cells of a language in the order of `MESSAGE_HEADINGS`; a share without texts is empty."""
    columns = (
        *(hits.first_need, hits.both_needs, hits.not_wanted, hits.person, hits.age, hits.country, hits.aspect),
        *(hits.taken_for_question, hits.place, hits.false_places),
    )
    return [language, *map(_share_of, columns)]


def language_table(scores: Sequence[Score]) -> str:
    """Return the table of the whole pipeline by language, with the mean."""
    columns = list(zip(*map(astuple, scores), strict=True))
    together = Score("all", sum(columns[1]), *map(mean, columns[2:]))
    return table(SCORE_HEADINGS, map(score_row, [*scores, together]))


def intent_table(answers: Sequence[Prediction]) -> str:
    """Return the accuracy of each intent in all languages, and its most frequent confusions."""
    rows = []
    for intent in sorted({answer.example.intent for answer in answers}):
        its = [answer for answer in answers if answer.example.intent == intent]
        taken = Counter(answer.result["intent"] for answer in its if not answer.is_right)
        most = ", ".join(f"{name} {count}" for name, count in taken.most_common(2))
        rows.append((intent, str(len(its)), _share(mean(answer.is_right for answer in its)), most))
    return table(("intent", "texts", "right", "most taken for"), rows)


def other_languages_table(answers: Mapping[str, Sequence[Prediction]]) -> str:
    """Return the accuracy in languages without training texts of the intents, with the mean."""
    shares = {language: mean(answer.is_right for answer in given) for language, given in answers.items()}
    rows = [(language, str(len(answers[language])), _share(right)) for language, right in shares.items()]
    rows.append(("all", str(sum(map(len, answers.values()))), _share(mean(shares.values()))))
    return table(("language", "texts", "intent right"), rows)


def calibration_section(found: Calibration, configured: float) -> str:
    """Return the calibration error, and the answered and rejected texts at some thresholds."""
    chosen = found.threshold()
    named = {chosen: "lowest that would do", configured: "config.yml"}
    rows = []
    for threshold in sorted({*_THRESHOLDS, *named}):
        answered, wrong = found.answered(threshold)
        texts, right = found.rejected(threshold)
        name = f"{threshold:.2f} {named.get(threshold, '')}".strip()
        rows.append((name, _share(answered), _share(wrong), str(texts), _share(right) if texts else ""))
    return (
        f"Expected calibration error: {found.error():.3f} in ten bins, over the {len(found.right)} texts whose intents "
        f"were weighed. The lowest threshold that would do leaves at most {MAX_ERROR_RATE:.0%} of the answered wrong."
        "\n\n" + table(("threshold", "answered", "wrong among them", "texts asked back", "right among those"), rows)
    )


def cost_table(found: Mapping[str, CpuTime]) -> str:
    """Return the table of CPU times."""
    rows = [(name, f"{cost.median:.1f}", f"{cost.percentile_95:.1f}") for name, cost in found.items()]
    return table(("ms of CPU", "median", "95 of 100 within"), rows)


def comparison_tables(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the results of `tests/bench/stock_rasa`: all systems, then each language of each task."""
    facts = [
        (
            f"{row['task']}: {row['system']}",
            str(row["trained"]),
            _share(mean(row["accuracy"].values())),
            f"{row['training_seconds']:.0f}",
            f"{row['milliseconds']:.1f}",
            f"{row['environment_mb']:.0f}",
        )
        for row in rows
    ]
    shown = table(
        ("", "trained on", "intent right", "training, s of CPU", "a text, ms of CPU", "environment MB"), facts
    )
    for task in dict.fromkeys(row["task"] for row in rows):
        its = [row for row in rows if row["task"] == task]
        systems = [str(row["system"]) for row in its]
        lines = [(language, *(_share(row["accuracy"][language]) for row in its)) for language in its[0]["accuracy"]]
        shown += "\n" + table((task, *systems), lines)
    return shown


def _share(value: float) -> str:
    return f"{value:.3f}"


def _share_of(hits: Iterable[bool]) -> str:
    value = share(hits)
    return "" if value is None else _share(value)
