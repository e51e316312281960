"""Web pages become blocks of the right kind, and what is not read is left out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from ascribe.reading.html_reader import blocks_of_html

PAGES = Path(__file__).parents[4] / "shared" / "data" / "pages"

# Running text, long enough to count as such.
ONE = "The harbour master said on Friday that no ship would leave."
TWO = "Crews stayed on board until the wind dropped late at night."
TEN = "".join(f"<p>{ONE} That was day {day}.</p>" for day in range(10))


def read(html: str | bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of_html(html)]


def texts(html: str | bytes) -> list[str]:
    return [block.text for block in blocks_of_html(html)]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(b"", [], id="no bytes"),
        pytest.param(" \n\0", [], id="white space and NUL"),
        pytest.param("<!doctype html><!-- x -->", [], id="no element"),
        pytest.param("Rain", [("paragraph", "Rain")], id="no markup"),
        pytest.param(
            "<p> Rain\n\t fell.\f</p><p>\xa0Snow\xa0</p>",
            [("paragraph", "Rain fell."), ("paragraph", "\xa0Snow\xa0")],
            id="white space folds as in CSS, a no-break space stays",
        ),
        pytest.param(
            "<p>Rain<!-- x --> <b>fell</b>.<br>Then\n<br> <br/>snow.",
            [("paragraph", "Rain fell. Then"), ("paragraph", "snow.")],
            id="two line breaks end a paragraph, one does not",
        ),
        pytest.param(
            "<div>Rain <i>fell</i><p>Snow</p>and <a>hail</a></div>",
            [
                ("paragraph", "Rain fell"),
                ("paragraph", "Snow"),
                ("paragraph", "and hail"),
            ],
            id="text directly in a div is a paragraph",
        ),
        pytest.param(
            "<h1>Rain</h1><div role=heading>Wet</div><ul><li>One<li><p>Two</ul>"
            "<dl><dt>Term<dd>Sense</dl><pre>  a\n  b\n</pre>"
            "<table><caption>Depths<tr><th>Day<td>7<td><p>Seven</table>",
            [
                ("heading", "Rain"),
                ("heading", "Wet"),
                ("list_item", "One"),
                ("list_item", "Two"),
                ("list_item", "Term"),
                ("list_item", "Sense"),
                ("preformatted", "  a\n  b"),
                ("caption", "Depths"),
                ("cell", "Day"),
                ("cell", "7"),
                ("paragraph", "Seven"),
            ],
            id="kinds",
        ),
        pytest.param(
            "<blockquote><h3>Rule</h3><p>Stay.</p><ul><li>Wait</ul>"
            "<footer>The master</footer></blockquote>",
            [
                ("quote", "Rule"),
                ("quote", "Stay."),
                ("quote", "Wait"),
                ("quote", "The master"),
            ],
            id="all of a quotation is quoted, its footer too",
        ),
        pytest.param(
            "<figure><img alt=x><figcaption>The quay</figcaption>Photo: A"
            "</figure><div class='image-caption'>The pier</div>",
            [("caption", "The quay"), ("caption", "Photo: A"), ("caption", "The pier")],
            id="captions",
        ),
        pytest.param(
            "<p>a<script>b</script><style>c</style><svg><text>d</text></svg>"
            "<button>e</button><select><option>f</select><template>g</template>"
            "<noscript>h</noscript><textarea>i</textarea><span hidden>j</span>"
            "<span aria-hidden=TRUE>k</span><span style='DISPLAY : none'>l</span>"
            "<span style='visibility:hidden'>m</span><span class='sr-only'>n</span>"
            "<sup><a href=#1>[1]</a></sup>z</p>"
            "<nav>o</nav><dialog open>p</dialog><div role=menu>q</div>",
            [("paragraph", "az")],
            id="scripts, controls, hidden text, menus and note marks are left out",
        ),
        pytest.param(
            "<body style='visibility:hidden'><p>Rain</p>",
            [("paragraph", "Rain")],
            id="a body hidden until a script has run is read",
        ),
        pytest.param(
            "<form><p>Rain</p><input value=x></form>",
            [("paragraph", "Rain")],
            id="a form around the page is no reason to drop it",
        ),
        pytest.param(
            "<p>\ud83d 😀 \u05e9\u05dc\u05d5\u05dd e\u0301 &#55357; &#0;x</p>",
            [
                (
                    "paragraph",
                    "\ufffd 😀 \u05e9\u05dc\u05d5\u05dd e\u0301 \ufffd \ufffdx",
                )
            ],
            id="half a surrogate pair is replaced",
        ),
    ],
)
def test_blocks_are_what_a_browser_shows(
    html: str, blocks: list[tuple[str, str]]
) -> None:
    assert read(html) == blocks


def test_link_density_counts_visible_characters() -> None:
    (block,) = blocks_of_html("<p>abcd <a href=x>ef gh</a></p>")
    assert block.link_density == 0.5


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<aside><p>{TWO}</p></aside>", id="aside"),
        pytest.param(f"<footer><p>{TWO}</p></footer>", id="footer"),
        pytest.param(f"<div role=complementary>{TWO}</div>", id="role"),
        pytest.param(f"<div class=relatedStories><p>{TWO}</p></div>", id="related"),
        pytest.param(f"<div class='c-newsletter_box'>{TWO}</div>", id="newsletter"),
        pytest.param(f"<section id=comments><p>{TWO}</p></section>", id="comments"),
        pytest.param(f"<div data-testid=share-bar>{TWO}</div>", id="share"),
        pytest.param(f"<p><a href=x>{TWO}</a></p>", id="teaser"),
        pytest.param(f"<h3><a href=x>{TWO}</a></h3>", id="linked heading"),
    ],
)
def test_what_stands_beside_the_article_is_other(markup: str) -> None:
    page = f"<main><h1>Harbour</h1>{TEN}{markup}{TEN}</main>"
    assert [text for kind, text in read(page) if kind == "other"] == [TWO]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<div class='x1ad9 kAdX'>{TWO}</div>", id="generated names"),
        pytest.param(f"<p class='address shadow'>{TWO}</p>", id="words within words"),
        pytest.param(f"<h2 id='most-popular-tags'>{TWO}</h2>", id="a heading's id"),
    ],
)
def test_chance_names_put_nothing_aside(markup: str) -> None:
    page = f"<main><h1>Harbour</h1>{TEN}{markup}{TEN}</main>"
    assert "other" not in Counter(kind for kind, _ in read(page))


def test_a_name_that_frames_the_whole_page_puts_nothing_aside() -> None:
    page = f"<div class=with-sidebar><h1>Harbour</h1>{TEN}</div>"
    assert {kind for kind, _ in read(page)} == {"heading", "paragraph"}


def test_the_page_around_the_article_is_dropped_or_other() -> None:
    cookie = "We and our many partners store data on your device for ads."
    page = (
        "<header><a href=/>The Quay</a><ul><li>Home<li>World</ul></header>"
        f"<div><header><h1>Harbour shut</h1><p>{TWO}</p><p>3 May</p></header>"
        f"<div><div>{TEN}</div></div></div>"
        f"<div><div><b>Menu</b></div><div>{cookie}</div></div>"
        "<div>Contact</div><div>Jobs</div><div>Imprint</div>"
    )
    found = read(page)
    assert found[:2] == [("heading", "Harbour shut"), ("paragraph", TWO)]
    # The date is dropped from a header outside, and kept where the header lies
    # in the element that also holds the text.
    assert found[2] == ("paragraph", "3 May")
    assert len(found) == 14
    assert found[-1] == ("other", cookie)


def test_a_repeated_article_is_handed_on_as_often_as_it_stands_there() -> None:
    page = f"<main><article>{TEN}</article><section>{TEN}</section></main>"
    found = read(page)
    assert found[:10] == found[10:]
    assert {kind for kind, _ in found} == {"paragraph"}


def test_elements_nested_deeper_than_the_parser_allows_are_read() -> None:
    page = "<div>" * 100_000 + ONE + "</div>" * 100_000 + f"<p>{TWO}</p>"
    assert texts(page) == [ONE, TWO]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>" + "word " * 1_000_000, id="one paragraph"),
        pytest.param(f"<p>{ONE}</p>" * 70_000, id="many paragraphs"),
        pytest.param("<div>" * 500 + f"<p>{ONE}</p>" * 20_000, id="deep"),
        pytest.param("<" * 5_000_000, id="brackets"),
        pytest.param('<a "' * 1_000_000, id="open tags"),
        pytest.param("<div>" * 3000 + '<a "' * 1_000_000, id="open tags, deep"),
        pytest.param("<br>" * 200_000, id="line breaks"),
    ],
)
def test_large_and_broken_pages_are_read(page: str) -> None:
    blocks_of_html(page)


def test_a_page_made_silent_behind_a_consent_box_is_read() -> None:
    box = f"<div role=dialog><p>{TWO}</p></div>"
    page = f"<body>{box}<div aria-hidden=true>{TEN}</div>"
    assert len(texts(page)) == 10
    aside = f"<body>{TEN}{TEN}<div aria-hidden=true>{TWO}</div>"
    assert TWO not in texts(aside)


def test_ids_count_up() -> None:
    blocks = blocks_of_html(f"<nav>x</nav>{TEN}")
    assert [block.id for block in blocks] == [str(number) for number in range(10)]


# Pages of the corpus, each with the labels of its sentences beside it.
CORPUS = Path(__file__).parents[3] / "model" / "corpus"
CORPUS_PAGES = sorted((CORPUS / "pages").glob("*.html"))


@pytest.mark.parametrize("page", CORPUS_PAGES, ids=lambda page: page.stem)
def test_the_articles_of_the_corpus_are_read_whole(page: Path) -> None:
    labelled = json.loads((CORPUS / f"{page.stem}.jsonl").read_text("utf-8"))
    blocks = blocks_of_html(page.read_bytes())
    read_as_prose = "\n".join(
        block.text for block in blocks if block.kind not in ("other", "caption")
    )
    prose = [one["text"] for one in labelled["sentences"] if one["label"] != "X"]
    assert len(prose) > 1
    assert [text for text in prose if text not in read_as_prose] == []


def test_there_are_pages_of_the_corpus() -> None:
    assert len(CORPUS_PAGES) >= 20


def test_a_report_with_quotations_appeal_and_print_version_keeps_its_kinds() -> None:
    blocks = blocks_of_html((CORPUS / "pages" / "relayed-report.html").read_bytes())
    kinds = Counter(block.kind for block in blocks)
    assert kinds["caption"] == 1
    assert kinds["other"] == 2
    assert kinds["quote"] == 6
    texts = Counter(block.text for block in blocks if block.kind == "paragraph")
    assert max(texts.values()) == 3


def test_the_mission_page_reads_as_its_labels_say() -> None:
    if not PAGES.exists():
        # The test above holds the same rules to our own page of the same make.
        return
    blocks = blocks_of_html((PAGES / "mission-page.html").read_bytes())
    labels = json.loads((PAGES / "mission-page.labels.json").read_text("utf-8"))
    kinds = [block.kind for block in blocks]
    assert kinds[:7] == ["caption", "heading", *["paragraph"] * 3, "quote", "quote"]
    assert kinds[15:17] == ["other", "other"]
    assert len(blocks) == 41
    for sentence in labels["sentences"]:
        assert sentence["text"] in blocks[sentence["line"]].text
    assert [b.text for b in blocks[17:29]] == [b.text for b in blocks[3:15]]
