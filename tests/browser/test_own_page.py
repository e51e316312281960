"""The server's own page in real Chromium: marked, chosen, told, by mouse and keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ascribe.results import (
    Analysis,
    Attribution,
    Block,
    Coverage,
    Evidence,
    Intervals,
    Label,
    ModelName,
    PageScore,
    Probabilities,
    ScoredSentence,
    Shares,
    Source,
    SourceSpan,
    Span,
)
from ascribe_server.app import create_app
from ascribe_server.pairing_code import PairingCode
from ascribe_server.settings import Settings
from ascribe_server.sockets import Server, open_socket

TEXT = """\
😀 I find that awful.

The mayor said it would rain.

“It will pour,” she added.

The bridge is closed."""


class ScriptedEngine:
    """Labels a block by a word in it; one sentence a block."""

    model = ModelName("scripted", "7", "0" * 64)

    def analyze(self, blocks: Sequence[Block]) -> Analysis:
        if not any("bridge" in block.text for block in blocks):
            coverage = Coverage(len(blocks), 0)
            page = PageScore(0, None, None, coverage)
            return Analysis(self.model, "too_short", page, (), ())
        return Analysis(
            self.model,
            "scored",
            PageScore(
                words=20,
                shares=Shares(0.205, 0.5, 0.295),
                intervals=Intervals((0.1, 0.3), (0.4, 0.6), (0.2, 0.4)),
                coverage=Coverage(len(blocks), len(blocks) - 1, {"appeal": 1}),
            ),
            (Source("the mayor", "person", 2, 7),),
            tuple(self._sentence(block, blocks) for block in blocks),
        )

    def _sentence(self, block: Block, blocks: Sequence[Block]) -> ScoredSentence:
        text = block.text
        label: Label = "statement"
        attribution = None
        if "I find" in text:
            label = "opinion"
        if "said" in text:
            label = "attributed"
            attribution = Attribution(
                SourceSpan(0, 9, "The mayor", name="the mayor"), Span(10, 14, "said")
            )
        if "added" in text:
            label = "attributed"
            attribution = Attribution(
                SourceSpan(0, 9, "The mayor", blocks[1].id, name="the mayor")
            )
        chances = dict.fromkeys(("opinion", "attributed", "statement", "other"), 0.02)
        units = len(text.encode("utf-16-le")) // 2
        return ScoredSentence(
            block.id,
            0,
            units,
            label,
            Probabilities(**{**chances, label: 0.94}),
            certain="bridge" not in text,
            attribution=attribution,
            evidence=(Evidence(3, 9, text[3:9], weight=1.5),),
        )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    listener = open_socket(0)
    settings = Settings(
        port=listener.getsockname()[1], data_dir=tmp_path_factory.mktemp("data")
    )
    server = Server(create_app(ScriptedEngine(), settings), settings, listener)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield settings
    server.ask_to_stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def open_page(
    open_own_page: Callable[..., Page], settings: Settings
) -> Callable[..., Page]:
    """Opens pages of the scripted server; their complaints fail the test."""
    return partial(open_own_page, settings.address)


def paste(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Article text").fill(text)
    page.get_by_role("button", name="Mark the text").click()
    expect(page.locator("#result")).to_be_visible()


def test_a_pasted_text_is_marked_sentence_by_sentence(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    paste(page)
    expect(page.locator("#article .sentence")).to_have_text(TEXT.split("\n\n"))
    for label, count in [("opinion", 1), ("attributed", 2), ("statement", 1)]:
        expect(page.locator(f"#article .sentence.{label}")).to_have_count(count)


def test_each_label_has_a_line_of_its_own(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    look = """one => {
      const style = getComputedStyle(one);
      return `${style.textDecorationStyle} ${style.textDecorationThickness}`;
    }"""
    lines = {
        label: page.locator(f"#article .sentence.{label}").first.evaluate(look)
        for label in ("opinion", "attributed", "statement")
    }
    assert len(set(lines.values())) == 3
    for label, line in lines.items():
        assert page.locator(f"#legend .swatch.{label}").evaluate(look) == line


def test_shares_intervals_and_coverage_are_told_in_words(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    paste(page)
    expect(page.locator("#headline")).to_have_text(
        "A mixture: attributed 50%, statement 29%"
    )
    shares = page.locator("#shares .value").all_inner_texts()
    assert sum(int(share.removesuffix("%")) for share in shares) == 100
    expect(page.locator("#shares")).to_contain_text("likely 40 to 60%")
    expect(page.locator("#coverage")).to_have_text("3 of 4 blocks of text counted.")
    expect(page.locator("#skipped")).to_contain_text("appeals")
    expect(page.locator("#model")).to_have_text("Model scripted, version 7")


def test_a_chosen_sentence_says_why(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    page.get_by_text("The mayor said it would rain.").last.click()
    detail = page.locator("#detail")
    expect(detail.get_by_role("heading", level=3)).to_have_text("Attributed")
    expect(detail).to_contain_text("the mayor")
    expect(detail).to_contain_text("said")
    expect(detail).to_contain_text("+1.5")
    expect(detail).to_contain_text("94%")
    marked = page.evaluate(
        "() => Object.fromEntries([...CSS.highlights].map("
        "([name, all]) => [name, [...all].map(String)]))"
    )
    assert marked["cue"] == ["said"]
    assert marked["source"] == ["The mayor"]
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    assert page.evaluate("CSS.highlights.size") == 0


def test_offsets_count_as_the_browser_counts(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    page.locator("#article .sentence").first.click()
    evidence = page.evaluate("() => [...CSS.highlights.get('evidence')].map(String)")
    # 😀 is two code units: the third is the space's neighbour "I".
    assert evidence == ["I find"]


def test_a_source_marks_its_sentences(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    button = page.get_by_role("button", name="the mayor 2 sentences")
    button.click()
    expect(page.locator(".sentence.of-source")).to_have_text(TEXT.split("\n\n")[1:3])
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator(".sentence.of-source")).to_have_count(0)


def test_a_source_named_earlier_can_be_gone_to(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    page.get_by_text("she added").last.click()
    page.get_by_role("button", name="named earlier").click()
    assert page.evaluate("() => [...CSS.highlights.get('source')].map(String)") == [
        "The mayor"
    ]


def test_it_can_be_used_with_the_keyboard_alone(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.get_by_label("Article text").focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#headline")).to_be_focused()
    page.keyboard.press("Tab")
    sentences = page.locator("#article .sentence")
    expect(sentences.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(sentences.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(sentences.nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(sentences.nth(3)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#detail")).to_contain_text("not certain")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(sentences.nth(0)).to_be_focused()
    # One stop for the whole text, not one for each sentence.
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#article')")


def test_a_screen_reader_is_told_the_label(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    told = page.locator("#article .sentence").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-description'))"
    )
    assert told == ["Opinion", "Attributed", "Attributed", "Statement, uncertain"]


def test_marks_of_one_label_can_be_hidden(open_page: Callable[..., Page]) -> None:
    page = open_page()
    paste(page)
    page.get_by_role("checkbox", name="Opinion").uncheck()
    line = page.locator("#article .opinion").evaluate(
        "one => getComputedStyle(one).textDecorationLine"
    )
    assert line == "none"


def test_a_dropped_or_chosen_file_is_read_in_its_own_encoding(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page()
    html = '<meta charset="windows-1251"><p>Мост, the bridge. ' + "It rains. " * 20
    path = tmp_path / "page.html"
    path.write_bytes(html.encode("windows-1251"))
    page.locator("#file").set_input_files(path)
    expect(page.locator("#article")).to_contain_text("Мост, the bridge.")


def test_markup_in_a_text_stays_text(open_page: Callable[..., Page]) -> None:
    page = open_page()
    evil = "<img src=x onerror=alert(1)> the bridge <script>alert(2)</script>"
    paste(page, evil)
    expect(page.locator("#article .sentence")).to_have_text(evil)
    assert page.locator("#result img, #result script").count() == 0


def test_an_abstention_says_why_and_shows_no_number(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    paste(page, "Two words.")
    expect(page.locator("#headline")).to_contain_text("Too short")
    expect(page.locator("#shares")).to_be_hidden()
    expect(page.locator("#bar")).to_be_hidden()
    expect(page.locator("#article")).to_contain_text("Two words.")


def test_an_empty_text_is_told(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_role("button", name="Mark the text").click()
    expect(page.get_by_role("status")).to_have_text("There is no text yet.")


def test_a_text_over_the_limit_is_told_without_being_sent(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.evaluate("document.querySelector('#text').value = 'x'.repeat(9_000_000)")
    page.get_by_role("button", name="Mark the text").click()
    expect(page.get_by_role("status")).to_contain_text("too long")
    expect(page.get_by_role("status")).to_contain_text("8,388,608 bytes")


def test_a_sample_is_one_click_away(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("[data-sample=relayed-report]").click()
    expect(page.locator("#result")).to_be_visible()


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_text_has_contrast(
    open_page: Callable[..., Page],
    shot: Callable[[str], Path],
    width: int,
    scheme: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    paste(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=shot(f"own-page-{scheme}-{width}"))
    for selector in ("body", ".hint", ".sentence.other, .caption", "#subline"):
        ratio = page.evaluate(CONTRAST, selector)
        assert ratio is None or ratio >= 4.5, (selector, ratio)


# The contrast of WCAG 2 between an element's text and the page's ground.
CONTRAST = """(selector) => {
  const one = document.querySelector(selector);
  if (!one) return null;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const c = part / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const text = light(getComputedStyle(one).color);
  return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
}"""


def part_of(page: Page) -> str | None:
    return page.locator("#ascribe-pair-page").get_attribute("data-part")


def test_the_pairing_page_says_that_the_extension_is_missing(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/pair#ABCD")
    expect(page.get_by_text("is not installed")).to_be_visible()
    assert page.locator("#ascribe-pair").is_disabled()


def test_the_pairing_page_without_a_code_says_how_to_get_one(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/pair")
    expect(page.get_by_text("carries no pairing code")).to_be_visible()
    expect(page.locator(".when-no-code")).to_contain_text("ascribe pair")


def test_the_pairing_page_follows_what_the_extension_sets(
    open_page: Callable[..., Page], settings: Settings
) -> None:
    code = PairingCode(settings.data_dir, tries=5, seconds=300).renew()
    page = open_page(f"/pair#{code}")
    page.evaluate("document.querySelector('main').dataset.extension = 'present'")
    expect(page.locator("#ascribe-pair")).to_be_enabled()
    page.evaluate(
        "Object.assign(document.querySelector('main').dataset,"
        "{message: 'The code is <b>old</b>.', state: 'failed'})"
    )
    expect(page.get_by_role("alert")).to_contain_text("The code is <b>old</b>.")
    expect(page.get_by_role("alert")).to_contain_text("ascribe pair")
    page.evaluate("document.querySelector('main').dataset.state = 'paired'")
    expect(page.get_by_text("This browser is paired.")).to_be_visible()
    assert page.url.endswith("/pair")  # the code is gone from the address


def test_the_pairing_page_moves_to_the_address_the_extension_knows(
    open_page: Callable[..., Page], settings: Settings, plain_chromium: Browser
) -> None:
    page = plain_chromium.new_page()
    page.goto(f"http://localhost:{settings.port}/pair#ABCD")
    page.wait_for_url(f"{settings.address}/pair#ABCD")
    page.close()
