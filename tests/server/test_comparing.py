"""Pages side by side as values, and as a report."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from ascribe.results import Block, Source
from ascribe_server.comparing import Comparison, as_object, compared, groups, headline
from ascribe_server.comparison_report import comparison_report


@pytest.fixture
def comparison(scored_page: Any) -> Comparison:
    """Two pages that share a source; each has one of its own, and so has neither."""
    there = replace(
        scored_page.analysis,
        sources=(Source("Li", "person", 3, 6), Source("Reuters", "organisation", 1, 2)),
    )
    return compared(
        [
            ("a <b>.html", scored_page.blocks, scored_page.analysis),
            ("b.html", scored_page.blocks, there),
        ]
    )


def test_sources_stand_in_groups_by_the_pages_that_hear_them(
    comparison: Comparison,
) -> None:
    found = {
        title: [one.name for one in inside] for title, inside in groups(comparison)
    }
    assert list(found) == ["Heard on both pages", "Only on A", "Only on B"]
    assert found["Heard on both pages"] == ["Ann Li"]
    assert found["Only on B"] == ["Reuters"]


def test_three_pages_name_the_two_that_share(scored_page: Any) -> None:
    def with_sources(*names: str) -> Any:
        sources = tuple(Source(name, "person", 1, 1) for name in names)
        analysis = replace(scored_page.analysis, sources=sources)
        return ("page", scored_page.blocks, analysis)

    found = groups(
        compared(
            [
                with_sources("Ann Li", "Bo Ek"),
                with_sources("Ann Li"),
                with_sources("Ann Li", "Bo Ek"),
            ]
        )
    )
    assert [title for title, _ in found] == ["Heard on all 3 pages", "Heard on A and C"]


def test_the_object_is_plain_json_in_the_names_of_the_api(
    comparison: Comparison,
) -> None:
    found = json.loads(json.dumps(as_object(comparison)))
    first, second = found["pages"]
    assert (first["letter"], first["name"]) == ("A", "a <b>.html")
    assert first["headline"] == "Harbour shut"
    assert second["page"]["shares"]["attributed"] == 0.87
    assert len(first["blocks"]) == 5
    (shared,) = [one for one in found["sources"] if one["name"] == "Ann Li"]
    assert [one["names"] for one in shared["heard"]] == [["Ann Li"], ["Li"]]
    assert found["shared_parts"] == [5 / 14, 0.75]


def test_a_page_without_a_heading_goes_by_its_first_words() -> None:
    assert headline([Block("0", "paragraph", "Rain " * 50)]).endswith("…")
    assert headline([Block("0", "paragraph", " \n"), Block("1", "quote", "Hi")]) == "Hi"
    assert headline([]) == ""


def test_the_report_marks_a_source_in_both_texts(comparison: Comparison) -> None:
    tree = html.document_fromstring(comparison_report(comparison))
    (box,) = tree.xpath('//label[contains(., "Ann Li")]/input')
    rules = tree.findtext(".//style")
    assert f"main:has(#{box.get('id')}:checked) .{box.get('id')} " in rules
    texts = tree.xpath('//div[@class="texts"]/section')
    assert len(texts) == 2
    assert len(texts[0].xpath(f'.//span[contains(@class, "{box.get("id")}")]')) == 1


def test_text_of_a_page_is_never_markup_in_the_report(comparison: Comparison) -> None:
    written = comparison_report(comparison)
    tree = html.document_fromstring(written)
    assert not tree.xpath(
        "//script | //img | //iframe | //link | //a | //b[. = '.html']"
    )
    assert "a &lt;b&gt;.html" in written
    assert "\x1b" not in written


def test_a_page_without_shares_says_why_in_the_report(
    scored_page: Any, unscored_page: Any
) -> None:
    written = comparison_report(
        compared(
            [
                ("a", scored_page.blocks, scored_page.analysis),
                ("b", unscored_page.blocks, unscored_page.analysis),
            ]
        )
    )
    assert "B: No shares: there is too little prose to score (7 words)." in written


def test_pages_without_sources_say_so(unscored_page: Any) -> None:
    page = ("a", unscored_page.blocks, unscored_page.analysis)
    assert "Nobody but the authors speaks." in comparison_report(compared([page, page]))
