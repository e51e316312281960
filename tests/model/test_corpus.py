"""Check the labelled articles: format, labels, sentence cuts, pages, table."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import lxml.html
import pytest
import sentencex

from ascribe.results import BLOCK_KINDS, SourceKind

CORPUS = Path(__file__).parents[2] / "model" / "corpus"
FILES = sorted(CORPUS.glob("*.jsonl"))
PAGES = sorted((CORPUS / "pages").glob("*.html"))

# "+" marks loaded wording around an attribution, so it follows A or B only.
LABELS = {"O", "S", "A", "B", "X", "A+", "B+"}
FIELDS = {"doc", "source", "outlet", "genre", "title", "url", "sources", "sentences"}
# Every kind of text the engine has to meet, and how many articles of it at least.
GENRES = {
    "relayed_report": 1,
    "news_report": 4,
    "wire_brief": 2,
    "op_ed": 3,
    "editorial": 2,
    "film_review": 1,
    "book_review": 1,
    "product_review": 1,
    "live_blog": 1,
    "interview": 1,
    "press_release": 1,
    "how_to": 1,
    "recipe": 1,
    "science_news": 2,
    "satire": 1,
    "first_person": 1,
    "sports_report": 1,
    "obituary": 1,
    "letter_to_the_editor": 1,
    "news_analysis": 2,
    "explainer": 1,
    "travel": 1,
    "listicle": 1,
    "speech_transcript": 1,
    "captions_and_bylines": 1,
    "donation_appeal": 2,
    "note": 1,
    "shop_page": 1,
    "other_languages": 1,
    "court_documents": 1,
    "multi_paragraph_quotes": 1,
    "nested_attribution": 1,
    "report_headline": 1,
    "block_quotations": 1,
    "as_told_to": 1,
    "scare_quotes": 1,
    "quoted_titles": 1,
}


def article(slug: str) -> dict[str, Any]:
    (line,) = (CORPUS / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()
    parsed: dict[str, Any] = json.loads(line)
    return parsed


ARTICLES = {path.stem: article(path.stem) for path in FILES}


def page_text(path: Path) -> str:
    """Return what a reader sees, with white space folded."""
    tree = lxml.html.fromstring(path.read_text(encoding="utf-8"))
    for element in tree.xpath("//style | //script | //title"):
        element.drop_tree()
    # A space at each piece would cut words at inline tags, so none is added;
    # sentences are looked up one by one and never cross a block.
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_has_the_named_fields_and_is_called_like_its_file(slug: str) -> None:
    found = ARTICLES[slug]
    assert set(found) == FIELDS
    assert found["doc"] == slug
    assert found["source"] == "ascribe"
    assert found["url"].startswith("https://example.org/")
    assert found["url"].endswith(slug)
    assert found["outlet"].endswith(".example")
    assert found["title"]
    assert found["genre"]


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_sentence_has_text_a_known_label_and_a_known_kind(slug: str) -> None:
    for sentence in ARTICLES[slug]["sentences"]:
        assert set(sentence) - {"kind"} == {"paragraph", "text", "label"}
        assert sentence["text"] == " ".join(sentence["text"].split()) != ""
        assert sentence["label"] in LABELS
        assert sentence.get("kind", "paragraph") in BLOCK_KINDS


@pytest.mark.parametrize("slug", ARTICLES)
def test_paragraphs_are_numbered_in_order_and_each_has_one_kind(slug: str) -> None:
    sentences = ARTICLES[slug]["sentences"]
    kinds: dict[int, set[str]] = {}
    for sentence in sentences:
        kinds.setdefault(sentence["paragraph"], set()).add(sentence.get("kind", ""))
    numbers = [sentence["paragraph"] for sentence in sentences]
    assert numbers == sorted(numbers)
    assert list(kinds) == list(range(len(kinds)))
    assert all(len(found) == 1 for found in kinds.values())


@pytest.mark.parametrize("slug", ARTICLES)
def test_sentences_are_cut_where_sentencex_cuts_them(slug: str) -> None:
    by_paragraph = groupby(
        ARTICLES[slug]["sentences"], key=lambda sentence: sentence["paragraph"]
    )
    for _, group in by_paragraph:
        texts = [sentence["text"] for sentence in group]
        cut = [piece.strip() for piece in sentencex.segment("en", " ".join(texts))]
        assert [piece for piece in cut if piece] == texts


@pytest.mark.parametrize("slug", ARTICLES)
def test_no_sentence_stands_twice_in_an_article(slug: str) -> None:
    texts = Counter(sentence["text"] for sentence in ARTICLES[slug]["sentences"])
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_source_is_named_in_the_words_of_the_article(slug: str) -> None:
    whole = " ".join(sentence["text"] for sentence in ARTICLES[slug]["sentences"])
    sources = ARTICLES[slug]["sources"]
    names = [source["name"] for source in sources]
    assert len(set(names)) == len(names)
    for source in sources:
        assert set(source) == {"name", "kind"}
        assert source["kind"] in get_args(SourceKind)
        assert source["name"] in whole


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_with_attributed_sentences_has_sources(slug: str) -> None:
    labels = {sentence["label"][0] for sentence in ARTICLES[slug]["sentences"]}
    assert bool(labels & {"A", "B"}) == bool(ARTICLES[slug]["sources"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_sentence_of_an_article_stands_in_its_page_in_order(path: Path) -> None:
    text = page_text(path)
    place = 0
    for sentence in ARTICLES[path.stem]["sentences"]:
        found = text.find(sentence["text"], place)
        assert found >= 0, sentence["text"]
        place = found + len(sentence["text"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_says_its_language_and_title_and_fetches_nothing(path: Path) -> None:
    tree = lxml.html.fromstring(path.read_text(encoding="utf-8"))
    root = tree.getroottree().getroot()
    assert root.get("lang", "").startswith("en")
    assert tree.findtext(".//title")
    assert tree.xpath("//script | //link | //iframe | //*[@src]") == []


def test_the_corpus_has_every_genre() -> None:
    found = Counter(each["genre"] for each in ARTICLES.values())
    short = {
        genre: wanted - found[genre]
        for genre, wanted in GENRES.items()
        if found[genre] < wanted
    }
    assert short == {}


def test_the_corpus_is_large_enough() -> None:
    assert len(ARTICLES) >= 30
    assert sum(len(each["sentences"]) for each in ARTICLES.values()) >= 900
    assert len(PAGES) >= 13


def test_the_corpus_has_attributed_sentences_with_a_loaded_cue() -> None:
    labels = Counter(
        sentence["label"]
        for each in ARTICLES.values()
        for sentence in each["sentences"]
    )
    assert labels["A+"] > 0
    assert labels["B+"] > 0


def test_the_relayed_report_holds_one_opinion_among_its_attributed_sentences() -> None:
    sentences = ARTICLES["relayed-report"]["sentences"]
    labels = Counter(sentence["label"][0] for sentence in sentences)
    assert labels["O"] == 1
    assert labels["S"] == 1
    assert labels["A"] + labels["B"] >= 14
    appeal = [s for s in sentences if s["paragraph"] == sentences[-1]["paragraph"]]
    assert len(appeal) >= 17
    assert {sentence["label"] for sentence in appeal} == {"X"}
    (opinion,) = (s["text"] for s in sentences if s["label"] == "O")
    assert not set(opinion) & set('“”"«»„')


def test_the_body_of_the_relayed_report_stands_three_times_on_its_page() -> None:
    text = page_text(CORPUS / "pages" / "relayed-report.html")
    body = [
        sentence["text"]
        for sentence in ARTICLES["relayed-report"]["sentences"]
        if sentence["label"] != "X"
    ]
    # The headline and the line under it stand once; "three times" is the body.
    assert [text.count(sentence) for sentence in body[:2]] == [1, 1]
    assert {text.count(sentence) for sentence in body[2:]} == {3}


def test_the_table_in_the_readme_agrees_with_the_articles() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    rows = {
        cells[0]: cells[1:]
        for line in readme.splitlines()
        if line.startswith("| [") and (cells := line.strip("| ").split(" | "))
    }
    pages = {path.stem for path in PAGES}
    expected = {}
    for slug, found in ARTICLES.items():
        labels = Counter(sentence["label"][0] for sentence in found["sentences"])
        expected[f"[{slug}]({slug}.jsonl)"] = [
            found["genre"],
            f"[page](pages/{slug}.html)" if slug in pages else "–",
            str(len(found["sentences"])),
            *(str(labels[label]) for label in "OSABX"),
            str(len(found["sources"])),
        ]
    assert rows == expected
