"""All models answer one drawing in one pass; a broken one leaves the others working."""

import json
from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.errors import ModelError
from mnist_desktop.recognition.card import CARD_FILE, MODEL_FILE, ModelCard
from mnist_desktop.recognition.recogniser import VOTE
from mnist_desktop.recognition.registry import MODEL_IDS, Registry
from mnist_desktop.recognition.verdict import Verdict
from tests.recognition.made_models import make_all, make_model, make_vote, picture


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return make_all(tmp_path / "models")


def test_every_model_and_the_vote_answer(models: Path) -> None:
    answers = Registry(models).load().recogniser.recognise(picture(7))
    assert list(answers) == [*MODEL_IDS, VOTE]
    for answer in answers.values():
        assert answer.digit == 7
        assert sum(answer.probabilities) == pytest.approx(1)
        assert answer.verdict is Verdict.SURE
        assert answer.digits == (7,)
        assert answer.milliseconds >= 0
    assert len(answers["svm"].sha256) == 64
    assert answers[VOTE].sha256 == ""


def test_two_digits_alike_are_a_question(models: Path) -> None:
    both = picture(4) | picture(9)
    answer = Registry(models).load().recogniser.recognise(both)["svm"]
    assert answer.verdict is Verdict.UNSURE
    assert set(answer.digits) == {4, 9}


def test_where_no_digit_is_likely_enough_the_best_two_are_asked(models: Path) -> None:
    faint = picture(3, ink=60) | picture(5, ink=40)
    answer = Registry(models).load().recogniser.recognise(faint)["svm"]
    assert answer.confidence < 0.3
    assert answer.verdict is Verdict.UNSURE
    assert answer.digits == (3, 5)


def test_what_is_unlike_any_digit_is_no_digit(models: Path) -> None:
    answer = Registry(models).load().recogniser.recognise(picture(20))
    assert {said.verdict for said in answer.values()} == {Verdict.NOT_A_DIGIT}


def test_one_digit_is_a_question_where_the_drawing_is_doubtful(models: Path) -> None:
    card = json.loads((models / "svm" / CARD_FILE).read_text())
    card["thresholds"]["doubt"] = 0.99
    (models / "svm" / CARD_FILE).write_text(json.dumps(card))
    answers = Registry(models).load().recogniser.recognise(picture(7, length=2))
    assert answers["svm"].verdict is Verdict.UNSURE
    assert answers["svm"].digits[0] == 7
    assert len(answers["svm"].digits) == 2
    assert answers["svm_pca"].verdict is Verdict.SURE


def test_blank_paper_is_empty(models: Path) -> None:
    for answer in Registry(models).load().recogniser.recognise(picture(0, ink=0)).values():
        assert answer.verdict is Verdict.EMPTY
        assert answer.digit is None
        assert answer.probabilities == (0.0,) * 10
        assert answer.digits == ()


def test_many_drawings_get_the_answers_of_each(models: Path) -> None:
    rasters = np.stack([picture(row % 10, length=3 + row % 5) for row in range(600)])
    recogniser = Registry(models).load().recogniser
    together = recogniser.recognise_many(rasters)
    for row in (0, 255, 256, 599):
        alone = recogniser.recognise(rasters[row])
        for name, said in alone.items():
            assert together[name].probabilities[row] == pytest.approx(said.probabilities, abs=1e-6)
            assert together[name].digits[row] == said.digit
    assert recogniser.recognise_many(rasters[:0])["svm"].probabilities.shape == (0, 10)


def test_the_vote_weighs_its_members(models: Path) -> None:
    make_model(models, "svm", sharpness=-1.0)  # says the opposite of the others
    weights = {"svm": 9.0, "extra_trees": 1.0}
    make_vote(models, weights)
    both = picture(2) | picture(6, length=2)
    answers = Registry(models).load().recogniser.recognise(both)
    assert answers["extra_trees"].digit == 2
    assert answers[VOTE].digit == answers["svm"].digit


@pytest.mark.parametrize("damage", ["missing", "altered", "truncated", "card", "newer", "foreign"])
def test_a_broken_model_is_named_and_the_others_work(models: Path, damage: str) -> None:
    file, card = models / "svm" / MODEL_FILE, models / "svm" / CARD_FILE
    if damage == "missing":
        file.unlink()
    elif damage == "altered":
        file.write_bytes(file.read_bytes().replace(b"Softmax", b"Sigmoid"))
    elif damage == "truncated":
        file.write_bytes(file.read_bytes()[:100])
    elif damage == "card":
        card.write_text("{")
    elif damage == "newer":
        card.write_text(json.dumps({**json.loads(card.read_text()), "format": 2}))
    else:
        card.write_text((models / "svm_pca" / CARD_FILE).read_text())
    loaded = Registry(models).load()
    assert list(loaded.unavailable) == ["svm"]
    assert str(loaded.unavailable["svm"]).count("\n") == 0
    answers = loaded.recogniser.recognise(picture(5))
    assert list(answers) == ["extra_trees", "random_forest", "svm_pca", VOTE]
    assert answers[VOTE].digit == 5


def test_a_file_that_is_no_model_is_refused_even_where_its_hash_fits(models: Path) -> None:
    card = ModelCard.read(models / "svm")
    (models / "svm" / MODEL_FILE).write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    fields = {name: getattr(card, name) for name in ModelCard.__slots__}
    ModelCard(**{**fields, "sha256": empty}).write(models / "svm")
    with pytest.raises(ModelError, match=r"cannot be loaded|does not lead"):
        Registry(models).load_model("svm")


@pytest.mark.parametrize(
    "change",
    [
        {"members": None}, {"members": {}}, {"members": {"svm": 0}}, {"members": {"other": 1.0}},
        {"calibration": {}}, {"calibration": {"temperature": 0}}, {"size": "big"},
        {"thresholds": {"inclusion": "x", "familiarity": None, "coverage": 0.99}},
        {"thresholds": {"inclusion": 0.3, "familiarity": "x", "coverage": 0.99}},
        {"thresholds": {"inclusion": float("nan"), "familiarity": None, "coverage": 0.99}},
    ],
)  # fmt: skip
def test_a_bad_card_of_the_vote_leaves_the_models_working(
    models: Path, change: dict[str, object]
) -> None:
    card = models / VOTE / CARD_FILE
    card.write_text(json.dumps({**json.loads(card.read_text()), **change}))
    loaded = Registry(models).load()
    assert list(loaded.unavailable) == [VOTE]
    assert list(loaded.recogniser.recognise(picture(5))) == list(MODEL_IDS)


def test_no_models_at_all_leave_a_recogniser_that_says_nothing(tmp_path: Path) -> None:
    loaded = Registry(tmp_path).load()
    assert set(loaded.unavailable) == {*MODEL_IDS, VOTE}
    assert loaded.recogniser.recognise(picture(1)) == {}
