import json
from pathlib import Path

import pytest

from ascribe.errors import DataError
from ascribe.training.attribution_data import (
    read_marked_articles,
    read_texts,
    sentences_of,
)

ROW = {
    "doc": "a",
    "outlet": "The Example",
    "text": "Vela said it leaks.",
    "attributions": [{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 18]]}],
}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_an_article_is_read_with_its_marks(tmp_path: Path) -> None:
    (article,) = read_marked_articles(written(tmp_path, ROW))
    assert article.outlet == "The Example"
    assert article.attributions[0].cue == ((5, 9),)


def test_a_part_may_be_missing(tmp_path: Path) -> None:
    row = {**ROW, "attributions": [{"cue": [[5, 9]]}]}
    (article,) = read_marked_articles(written(tmp_path, row))
    assert article.attributions[0].source == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([], id="not an object"),
        pytest.param({"doc": "a"}, id="no text"),
        pytest.param({**ROW, "text": 5}, id="text that is a number"),
        pytest.param(
            {**ROW, "attributions": [{"cue": [[5, 900]]}]}, id="span outside the text"
        ),
        pytest.param({**ROW, "attributions": [{"cue": [[9, 5]]}]}, id="span backwards"),
        pytest.param({**ROW, "attributions": [{"cue": [[5]]}]}, id="half a span"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: object) -> None:
    with pytest.raises(DataError, match=r"articles\.jsonl:2"):
        read_marked_articles(written(tmp_path, ROW, row))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere"):
        read_marked_articles(tmp_path / "nowhere.jsonl")


def test_sentences_know_their_place_and_their_quotations() -> None:
    text = "She left. “It leaks.”\n\nHe stayed."
    placed = sentences_of(text)
    assert [text[one.start :][: len(one.sentence.text)] for one in placed] == [
        one.sentence.text for one in placed
    ]
    assert [one.sentence.block for one in placed] == [0, 0, 1]
    assert placed[1].sentence.quoted


def test_texts_come_from_sentences_and_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"sentences": [{"text": "Rain fell."}]}\n\n'
        '{"paragraphs": ["Snow.", "Hail."]}\n',
        "utf-8",
    )
    assert [one.text for one in read_texts(file)] == ["Rain fell.", "Snow.", "Hail."]
    file.write_text('{"paragraphs": ["Snow."]}\n[1]\n', "utf-8")
    with pytest.raises(DataError, match=r"texts\.jsonl:2: not an article"):
        read_texts(file)
