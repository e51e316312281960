"""The ledger of whole pages, with the weights that ship and the right labels."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import FILE_NAME, load_tagger
from ascribe.attribution.ledger import Ledger, ledger
from ascribe.corpus import corpus_folder
from ascribe.text.quotations import find_quotations

MISSION = Path(__file__).parents[3] / "shared" / "data" / "pages"
# Words that say nothing of who a source is.
EMPTY = frozenset(
    "a an the one two three of in by for and who unnamed mr mrs s".split()
) | {""}


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


def same(one: str, other: str) -> bool:
    """Whether two names mean one source: all telling words of one are in the other."""

    def telling(name: str) -> set[str]:
        return {
            word for word in re.split(r"[\s'’,]+", name.lower()) if word not in EMPTY
        }

    left, right = telling(one), telling(other)
    return bool(left & right) and (
        left <= right or right <= left or len(left & right) > 1
    )


def test_most_sources_of_the_corpus_are_found_and_of_the_right_kind(tagger) -> None:
    found = missed = extra = right_kind = 0
    for path in sorted(corpus_folder().glob("*.jsonl")):
        answer, expected = of_article(tagger, path)
        left = list(answer.sources)
        for one in expected:
            match = next((each for each in left if same(one["name"], each.name)), None)
            if match is None:
                missed += 1
                continue
            left.remove(match)
            found += 1
            right_kind += match.kind == one["kind"]
        extra += len(left)
    assert found / (found + missed) >= MIN_FOUND
    assert right_kind / found >= MIN_RIGHT_KIND
    assert found / (found + extra) >= MIN_RIGHT


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


# What is reached: 143 of 168 expected sources, 138 with the right kind, 30 others.
# Ten more others are what a newly trained tagger brought when it was tried.
MIN_FOUND = 0.83
MIN_RIGHT = 0.77
MIN_RIGHT_KIND = 0.95
