"""The ledger of whole pages, with the weights that ship and the right labels."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import FILE_NAME, load_tagger
from ascribe.attribution.ledger import Ledger, ledger
from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.text.quotations import find_quotations
from ascribe.training.dataset import read_documents
from ascribe.training.ledger_evaluation import (
    evaluate_ledgers,
    ledger_of_engine,
    ledger_of_labels,
)

MISSION = Path(__file__).parents[3] / "shared" / "data" / "pages"
DOCUMENTS = read_documents([corpus_folder()])


@pytest.fixture(scope="module")
def tagger():
    return load_tagger(Path(str(files("ascribe") / "models" / "default" / FILE_NAME)))


def read(tagger, rows: list[tuple[int, str, str, bool | None]]) -> Ledger:
    """Each row: block, kind, sentence, whether it is attributed; None leaves out."""
    blocks: dict[int, list[tuple[str, str, bool | None]]] = {}
    for block, kind, text, attributed in rows:
        blocks.setdefault(block, []).append((kind, text, attributed))
    texts = []
    for lines in blocks.values():
        whole, spans = "", []
        for _, text, _ in lines:
            whole += " " if whole else ""
            spans.append((len(whole), len(whole) + len(text)))
            whole += text
        texts.append((whole, spans))
    sentences = [
        SpeechSentence(block, kind, text, quoted.spans, float(attributed))
        for (block, lines), found in zip(
            blocks.items(), find_quotations(texts), strict=True
        )
        for (kind, text, attributed), quoted in zip(lines, found, strict=True)
        if attributed is not None
    ]
    return ledger(sentences, tagger.tag(sentences))


def of_article(tagger, path: Path) -> tuple[Ledger, list[dict[str, str]]]:
    row = json.loads(path.read_text("utf-8"))
    rows = [
        (
            one["paragraph"],
            one.get("kind", "paragraph"),
            one["text"],
            None if one["label"] == "X" else one["label"][0] in "AB",
        )
        for one in row["sentences"]
    ]
    return read(tagger, rows), row["sources"]


def test_the_ledger_of_the_corpus_does_not_get_worse(tagger) -> None:
    scores = evaluate_ledgers(DOCUMENTS, ledger_of_labels(tagger))
    assert scores.found >= FOUND[0], scores.articles
    assert scores.right_kind >= RIGHT_KIND[0], scores.articles
    assert scores.extra <= EXTRA[0], scores.articles


def test_the_ledger_that_a_reader_gets_does_not_get_worse() -> None:
    scores = evaluate_ledgers(DOCUMENTS, ledger_of_engine(load_engine()))
    assert scores.found >= FOUND[1], scores.articles
    assert scores.right_kind >= RIGHT_KIND[1], scores.articles
    assert scores.extra <= EXTRA[1], scores.articles


def test_the_relayed_report_has_its_named_and_unnamed_sources(tagger) -> None:
    answer, _ = of_article(tagger, corpus_folder() / "relayed-report.jsonl")
    named = {one.name: one.kind for one in answer.sources}
    assert named.get("Ingrid Vaszary") == "person"
    assert "an unnamed senior official" in named or "an unnamed official" in named
    assert [kind for name, kind in named.items() if "Halyard" in name] == [
        "organisation"
    ]


@pytest.mark.skipif(not MISSION.is_dir(), reason="needs the shared data")
def test_the_missions_page_has_its_sources_and_at_most_two_wrong_ones(tagger) -> None:
    labels = json.loads((MISSION / "mission-page.labels.json").read_text("utf-8"))
    rows = [
        (
            one["line"],
            "paragraph",
            one["text"],
            None if one["label"] == "other" else one["label"] == "attributed",
        )
        for one in labels["sentences"]
    ]
    answer = read(tagger, rows)
    wanted = ["Reuters", "official", "Kevin Jon Heller", "United Nations"]
    also_right = ["professor", "deputy prosecutors", "human rights groups"]
    names = [one.name for one in answer.sources]
    assert [one for one in wanted if not any(one in name for name in names)] == []
    wrong = [
        name for name in names if not any(one in name for one in (*wanted, *also_right))
    ]
    assert len(wrong) <= 2, wrong


# Of the 180 sources of the corpus, with the right labels and with the model's: reached
# are 180 and 155 found, all of the right kind, none and one too many. Other weights
# move a few of them: five, with those that came after the rules had been made.
FOUND = (178, 152)
RIGHT_KIND = (178, 152)
EXTRA = (1, 2)
