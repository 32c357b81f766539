"""What `waylight nlu evaluate` says is what was measured."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.evaluation import markdown_report, plots
from nlu.evaluation.calibration import MAX_ERROR_RATE, Calibration, CpuTime
from nlu.evaluation.dataset import Example, examples_in, sample_per_intent
from nlu.evaluation.messages import Hits, measure, share
from nlu.evaluation.misses import misses_page
from nlu.evaluation.pipeline import FALLBACK_INTENT, Prediction, score
from tests.bench.stock_rasa.results import rows
from tests.bench.stock_rasa.texts import OF_EACH, PUBLIC, ROOT, tasks

NLU = """
nlu:
  - intent: greet
    examples: |
      - hello
      - good - morning
  - intent: find_shelter
    examples: |
      - a bed please
      - somewhere to sleep
"""
DANGER = {"danger": ["he has a knife", "help"], "selfharm": ["i want to die"], "neither": ["killing heat", "so dead"]}
PLACES = {
    "told": [{"text": "i am in chiang mai", "country": "TH", "region": "TH-50"}],
    "none": ["good morning", "i am in bangkok"],
}


def reader(text: str) -> Mapping[str, Any]:
    """Understand a few texts by their words, right and wrong."""
    meanings = {"hello": "greet", "bed": "find_shelter", "knife": "in_danger", "die": "self_harm", "dead": "self_harm"}
    intent = next((word_meaning for word, word_meaning in meanings.items() if word in text), FALLBACK_INTENT)
    ranking = [{"intent": intent, "confidence": 0.8}, {"intent": "thank", "confidence": 0.2}]
    return {"intent": intent, "language": "en" if "e" in text else "th", "ranking": ranking}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder like tests/nlu with a language in it."""
    for name, text in (("", NLU), ("danger", json.dumps(DANGER)), ("places", json.dumps(PLACES))):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "en.yml").write_text(text, "utf-8")
    return tmp_path


def test_reads_examples(folder: Path) -> None:
    """A dash inside a text is part of it, and each text has its intent and its language."""
    parse = examples_in(folder / "en.yml")
    assert parse[1] == Example("good - morning", "greet", "en")
    assert [example.intent for example in parse] == ["greet", "greet", "find_shelter", "find_shelter"]


def test_score(folder: Path) -> None:
    """Each share is over its own texts: two of four intents, one alarm of two false ones, and so on."""
    scored, given_answers = score(reader, folder, "en")
    assert (scored.texts, scored.intent, scored.not_understood) == (4, 0.5, 0.5)
    assert scored.language_right == 0.75
    assert scored.danger_recall == pytest.approx(2 / 3)
    assert scored.false_alarms == 0.5
    assert scored.places == pytest.approx(2 / 3)
    assert [answer.is_right for answer in given_answers] == [True, False, True, False]


def test_set_intents_have_no_ranking() -> None:
    """A confidence of 1 that a phrase of danger or a typed choice brings says nothing about the model's."""
    settled = {"intent": "in_danger", "ranking": [{"intent": "in_danger", "confidence": 1.0}]}
    assert not Prediction(Example("help", "in_danger", "en"), settled, 1.0).has_ranking
    assert Prediction(Example("hello", "greet", "en"), reader("hello"), 1.0).has_ranking


def test_likeliest_is_an_intent() -> None:
    """Where Rasa puts "not understood" first the intent behind it is looked at."""
    answer = Prediction(Example("mumble", "greet", "en"), reader("mumble"), 1.0)
    assert answer.likeliest == ("thank", 0.2)


@given(st.permutations([Example(f"text {n}", "ab"[n % 2], "en") for n in range(9)]))
def test_sample_does_not_depend_on_order(examples: list[Example]) -> None:
    """The selection depends only on the texts and respects the maximum per intent."""
    few = list(sample_per_intent(examples, 3))
    assert few == list(sample_per_intent(sorted(examples), 3))
    assert [sum(example.intent == intent for example in few) for intent in "ab"] == [3, 3]


JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(JUDGED)
def test_threshold_is_minimal(judged: list[tuple[float, bool]]) -> None:
    """At the chosen threshold few enough of the answered are wrong, and at each lower one too many."""
    found = Calibration.of(judged)
    chosen = round(found.threshold() * 100)
    assert found.answered(chosen / 100)[1] <= MAX_ERROR_RATE or chosen == 100
    assert all(found.answered(step / 100)[1] > MAX_ERROR_RATE for step in range(chosen))


@given(JUDGED)
def test_answered_and_wrong_shares(judged: list[tuple[float, bool]]) -> None:
    """At threshold 0 all are answered, and as many are wrong as there are."""
    found = Calibration.of(judged)
    assert found.answered(0)[0] == 1
    assert found.answered(0)[1] == pytest.approx(sum(not hit for _, hit in judged) / len(judged))
    assert sum(each.texts for each in found.bins()) == len(judged)


@given(JUDGED, st.floats(0, 1))
def test_texts_are_answered_or_rejected(judged: list[tuple[float, bool]], threshold: float) -> None:
    """At any threshold the two parts together are all texts, and all that are right."""
    found = Calibration.of(judged)
    (answered, wrong), (held, right_among_held) = found.answered(threshold), found.rejected(threshold)
    assert round(answered * len(judged)) + held == len(judged)
    hits = answered * len(judged) * (1 - wrong) + held * right_among_held
    assert hits == pytest.approx(sum(hit for _, hit in judged))


def test_calibration_error() -> None:
    """Confidences that are true have no error; ones that promise all and keep half are off by a half."""
    assert Calibration.of([(0.5, True), (0.5, False)]).error() == 0
    assert Calibration.of([(1.0, True), (1.0, False)]).error() == 0.5
    with pytest.raises(ValueError, match="No texts"):
        Calibration.of([])


def test_cpu_time() -> None:
    """Half of the times are within the one number, nearly all within the other."""
    assert CpuTime.of(float(n) for n in range(1, 100)) == CpuTime(50, 95)


MESSAGES = {
    "dangers": [
        {"text": "a [knife]", "danger": "danger", "form": "short", "kind": "violence", "of": "self"},
        {"text": "I work here. a knife", "danger": "danger", "form": "before", "kind": "fire", "of": "other"},
        {"text": "I work here. die", "danger": "selfharm", "form": "before", "kind": None, "of": None},
        {"text": "perhaps a blade", "danger": "danger", "form": "after", "kind": "violence", "of": "self"},
        {"text": "dying of boredom", "danger": "none", "form": "short", "kind": None, "of": None},
        {"text": "perhaps not", "danger": "none", "form": "both", "kind": None, "of": None},
    ],
    "messages": [
        {
            "text": "a bed. a lawyer. no police",
            "needs": ["find_shelter", "find_legal_help"],
            "country": "TH",
            "not_wanted": ["report_crime"],
            "about": "self",
            "age": 19,
        },
        {
            "text": "a lawyer",
            "needs": ["find_shelter"],
            "country": None,
            "not_wanted": [],
            "about": "other",
            "age": None,
        },
    ],
    "questions": [{"text": "is it free", "aspect": "cost"}, {"text": "free me", "aspect": "none"}],
    "places": [{"text": "in bangkok", "country": "TH"}, {"text": "thai food", "country": None}],
}


def message_reader(text: str, *, named: int = 0) -> Mapping[str, Any]:
    """Understand a few messages by their words, right and wrong."""
    danger = "danger" if "knife" in text else "selfharm" if text.endswith("die") or "dying" in text else None
    needs = {"a bed": "find_shelter", "lawyer": "find_legal_help"}
    return {
        "intent": "possible_danger" if "perhaps" in text else "greet",
        "danger": danger,
        "danger_kind": "violence",
        "danger_of": "self",
        "needs": [need for word, need in needs.items() if word in text],
        "not_wanted": ["report_crime"] if "no police" in text else [],
        "about_person": "self",
        "age": None,
        "place": {"country": "TH"} if "thai" in text or "bed" in text else None,
        "about": {"aspect": "cost"} if named and "free" in text else None,
    }


def test_hits_of_messages() -> None:
    """Each share is over the texts that tell it, and errors are counted as errors."""
    hits = measure(message_reader, MESSAGES)
    assert hits.recall == {"short": [True], "before": [True, True], "after": [False], "both": []}
    assert (hits.found_or_suspected, hits.false_alarms) == ([True, True, True, True], [True, False])
    assert hits.suspected_wrongly == [False, True]
    assert (hits.kind, hits.danger_of) == ([True, False], [True, False])
    assert (hits.first_need, hits.both_needs, hits.not_wanted) == ([True, False], [True], [True])
    assert (hits.person, hits.age, hits.country) == ([True, False], [False], [True])
    assert (hits.aspect, hits.taken_for_question) == ([True], [True])
    assert (hits.place, hits.false_places) == ([False], [True])
    assert len(hits.milliseconds) == 6


def test_hits_of_several_languages() -> None:
    """Languages are added up text by text; what no text tells has no share."""
    hits = measure(message_reader, MESSAGES)
    totals = markdown_report.with_totals({"am": hits, "en": hits}, ["en"])
    assert list(totals) == ["en", "1 of the bot", "am", "1 others"]
    assert totals["1 others"] == hits
    together = Hits.together([hits, hits])
    assert together.all_recall == [True, True, True, True, True, True, False, False]
    assert share(together.recall["both"]) is None
    assert len(markdown_report.danger_row("en", hits)) == len(markdown_report.DANGER_HEADINGS)
    cells = dict(zip(markdown_report.MESSAGE_HEADINGS, markdown_report.message_row("en", Hits({}, [])), strict=True))
    assert cells.pop("language") == "en"
    assert set(cells.values()) == {""}


def test_misses_are_listed() -> None:
    """Each wrong text is on the page once for what was wrong, with nothing that Markdown would read."""
    hits = measure(message_reader, {**MESSAGES, "places": [{"text": "near *[x](y)", "country": "TH"}]})
    sentences = [Prediction(Example("mumble", "greet", "en"), reader("mumble"), 1.0)]
    page = misses_page({"am": hits}, sentences)
    assert "Danger or self-harm not found: after\n\n- **am**, danger → possible\\_danger: perhaps a blade\n" in page
    assert "- **am**, TH → nothing: near \\*\\[x\\](y)\n" in page
    assert "- **en**, greet → nlu\\_fallback: mumble\n" in page
    assert page.count("perhaps a blade") == 1


def test_replaces_only_generated_part() -> None:
    """What people wrote around it stays, however often it is generated."""
    written = f"Before.\n\n{markdown_report.BEGIN}\n\nold\n\n{markdown_report.END}\n\nAfter.\n"
    replace_generated_part = markdown_report.replace_generated_part(written, "new")
    assert replace_generated_part == written.replace("old", "new")
    assert markdown_report.replace_generated_part(replace_generated_part, "new") == replace_generated_part
    with pytest.raises(ValueError, match="needs a line"):
        markdown_report.replace_generated_part("Nothing generated here.", "new")


def test_plots_are_reproducible(tmp_path: Path) -> None:
    """A picture changes only if a result does, so that a change is seen in review."""
    found, other = Calibration.of([(0.9, True), (0.3, False)]), Calibration.of([(0.9, False), (0.3, False)])
    for draw in (plots.draw_reliability, plots.draw_risk_coverage):
        for name, calibration in (("one", found), ("again", found), ("other", other)):
            draw(calibration, tmp_path / f"{name}.png")
        one, again, another = ((tmp_path / f"{name}.png").read_bytes() for name in ("one", "again", "other"))
        assert one.startswith(b"\x89PNG")
        assert one == again != another
    plots.draw_confusion([("greet", "greet"), ("greet", "thank")], tmp_path / "confusion.png")
    assert (tmp_path / "confusion.png").read_bytes().startswith(b"\x89PNG")


def test_page_shows_all_languages() -> None:
    """Each language with a test set is in the page that is published, trained or not."""
    published = (ROOT / "docs" / "understanding.md").read_text("utf-8")
    languages = [path.stem for path in (ROOT / "tests" / "nlu").glob("*.yml")]
    languages += [path.stem for path in (ROOT / "tests" / "nlu" / "others").glob("*.yml")]
    assert [language for language in languages if f"\n| {language} |" not in published] == []


def test_systems_use_the_same_texts() -> None:
    """Every system that is compared on a task was given exactly the same texts."""
    recorded = rows()
    assert {row["task"] for row in recorded} >= {"hotline"}
    for task in {row["task"] for row in recorded}:
        its = [row for row in recorded if row["task"] == task]
        assert len({row["system"] for row in its}) == len(its) == 3
        assert len({row["texts"] for row in its}) == 1


def test_comparison_texts() -> None:
    """Stock Rasa gets as many texts of each intent and language, and all unseen ones."""
    hotline = tasks()[0]
    languages, intents = ({getattr(each, name) for each in hotline.unseen} for name in ("language", "intent"))
    assert len(hotline.training) == OF_EACH * len(languages) * len(intents)
    assert hotline.accuracy([each.intent for each in hotline.unseen]) == dict.fromkeys(sorted(languages), 1.0)


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public texts are not part of this project's files")
def test_public_test_texts_are_not_trained() -> None:
    """No text of the public set is trained and asked."""
    public = tasks()[1]
    assert not {each.text for each in public.training} & {each.text for each in public.unseen}
    assert {each.language for each in public.training} == {"en", "es", "th"}
