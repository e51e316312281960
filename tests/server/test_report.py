"""The HTML report: complete, self-contained, and harmless whatever the page holds."""

from __future__ import annotations

from typing import Any

from lxml import html

from ascribe.engine import load_engine
from ascribe.results import Block
from ascribe_server.report import html_report


def report(*pages: Any) -> str:
    return html_report([("a <b> page", one.blocks, one.analysis) for one in pages])


def test_each_sentence_has_its_label_and_says_why(scored_page: Any) -> None:
    tree = html.document_fromstring(report(scored_page))
    sentences = tree.xpath('//*[@class="text"]//span[starts-with(@class, "s ")]')
    found = [
        (one.get("class"), one.text_content(), one.get("title")) for one in sentences
    ]
    assert found[1] == (
        "s attributed by-0-0",
        "A\u2060🌊 Ann Li said it is over.",
        "attributed (93 %)\nSource: Ann Li\nBecause of “said” +1.9, “it” −0.2",
    )
    assert found[2] == (
        "s opinion",
        "O?\u2060A shameful end!",
        "opinion, unsure (55 %)",
    )
    assert found[5][0] == "s opinion repeated"
    assert [one.text for one in tree.xpath('//div//span[@class="source"]')] == [
        "Ann Li"
    ]
    assert [one.text for one in tree.xpath('//div//span[@class="cue"]')] == ["said"]


def test_kinds_of_blocks_keep_their_form(scored_page: Any) -> None:
    tree = html.document_fromstring(report(scored_page))
    blocks = tree.xpath('//div[@class="text"]/*')
    assert [(one.tag, one.get("class")) for one in blocks] == [
        ("p", "heading"),
        ("p", "paragraph"),
        ("blockquote", "quote"),
        ("p", "other"),
        ("p", "paragraph"),
    ]


def test_shares_stand_there_as_numbers(scored_page: Any) -> None:
    rows = html.document_fromstring(report(scored_page)).xpath("//table[1]//tr")
    assert [" ".join(row.text_content().split()) for row in rows[:3]] == [
        "opinion13 %8–17 %",
        "attributed87 %80–90 %",
        "statement<1 %0–2 %",
    ]


def test_text_of_the_page_is_never_markup(scored_page: Any) -> None:
    written = report(scored_page)
    tree = html.document_fromstring(written)
    assert not tree.xpath("//script | //img | //iframe | //link | //a | //*[@onclick]")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in written
    assert "\x1b" not in written
    assert "<h1>a &lt;b&gt; page</h1>" in written


def test_nothing_is_loaded_from_anywhere(scored_page: Any) -> None:
    written = report(scored_page)
    assert "default-src 'none'; style-src 'unsafe-inline'" in written
    for loader in ("http:", "https:", "url(", "@import", "src="):
        assert loader not in written


def test_abstention_is_said_plainly(unscored_page: Any) -> None:
    written = report(unscored_page)
    assert "No shares: there is too little prose to score (7 words)." in written
    assert "<table" not in written


def test_several_documents_stand_in_one_report(
    scored_page: Any, unscored_page: Any
) -> None:
    tree = html.document_fromstring(report(scored_page, unscored_page))
    assert len(tree.xpath("//article")) == 2
    assert tree.findtext(".//title") == "Several documents – who is speaking"


def test_a_chosen_source_marks_its_own_sentences() -> None:
    texts = (
        "Ada Brock, the mayor, said on Monday that the bridge would stay shut.",
        "She said that the second pier had moved. The bridge was built in 1931.",
        "Tom Hale, the treasurer, told the council that the money was running out.",
        "Four thousand people cross the bridge every day. It has two lanes.",
        "Boats still pass under it at high water. The quay beside it is open.",
        "The works began in autumn and have cost two million so far. A crane stands on "
        "the east bank, and a barge with stone comes up the river every morning.",
        "Buses turn back at the market. The school has moved its lessons to the hall.",
    )
    blocks = [
        Block("0", "paragraph", " ".join(texts[:4])),
        Block("1", "paragraph", " ".join(texts[4:])),
    ]
    analysis = load_engine().analyze(blocks)
    assert len(analysis.sources) == 2
    written = html_report([("bridge", blocks, analysis)])
    for at, source in enumerate(analysis.sources):
        mark = f"by-0-{at}"
        assert f"<input type=checkbox id={mark}> {source.name}</label>" in written
        assert f"main:has(#{mark}:checked) .{mark} " in written
        assert written.count(f'attributed {mark}"') == source.sentences > 0
