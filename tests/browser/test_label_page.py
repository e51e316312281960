"""The page `/label` in real Chromium: labelled by keys alone, two people compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ascribe.training.formats.reading import read_labelled
from ascribe_server.label_file import LabelFile

from .ascribe_process import AscribeProcess

TEXT = """\
Ada Brock, the mayor, said on Monday that the bridge would stay shut until spring. \
The bridge was built in 1931.

It is a disgrace that nobody looked at the piers for years. Tom Hale, the treasurer, \
told the council that the money was there.
"""


@pytest.fixture
def server(start_server: Callable[..., AscribeProcess]) -> AscribeProcess:
    return start_server()


@pytest.fixture
def open_page(
    open_own_page: Callable[..., Page], server: AscribeProcess
) -> Callable[..., Page]:
    return partial(open_own_page, server.address, "/label")


def start(page: Page, person: str = "me", text: str = TEXT) -> None:
    page.get_by_label("Your name").fill(person)
    page.get_by_label("Text to add").fill(text)
    page.get_by_role("button", name="Start labelling").click()
    expect(page.locator("#progress")).to_contain_text("1 of 4")


def label_all(page: Page, keys: dict[str, str]) -> None:
    """Press for each sentence the key whose words stand in it."""
    for at in range(4):
        expect(page.locator("#progress")).to_contain_text(f"{at + 1} of 4")
        sentence = page.locator("#sentence").inner_text()
        (key,) = [key for words, key in keys.items() if words in sentence]
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("Done: ")


KEYS = {"Ada Brock": "a", "1931": "s", "disgrace": "o", "Tom Hale": "a"}


def test_sentences_are_labelled_by_keys_alone_and_kept(
    open_page: Callable[..., Page], server: AscribeProcess
) -> None:
    page = open_page()
    start(page)
    label_all(page, KEYS)
    expect(page.get_by_role("status")).to_contain_text("4 labels")
    (found,) = read_labelled([server.data_dir / "labels" / "me.jsonl"]).documents
    assert found.document.labels == ("attributed", "statement", "opinion", "attributed")
    assert not found.is_open
    page.reload()
    page.get_by_role("button", name="Start labelling").click()
    expect(page.get_by_role("status")).to_contain_text("Every sentence has a label")


def test_undo_and_skip_and_what_the_model_says(
    open_page: Callable[..., Page], server: AscribeProcess
) -> None:
    page = open_page()
    start(page)
    page.keyboard.press("m")
    expect(page.locator("#chances")).to_contain_text("opinion")
    first = page.locator("#sentence").inner_text()
    page.keyboard.press("x")
    expect(page.locator("#progress")).to_contain_text("1 label given")
    page.keyboard.press("u")
    expect(page.locator("#sentence")).to_have_text(first)
    expect(page.locator("#progress")).to_contain_text("0 labels given")
    page.keyboard.press("n")
    expect(page.locator("#progress")).to_contain_text("2 of 4")
    assert LabelFile.read(server.data_dir / "labels" / "me.jsonl").done == 0


def test_keys_typed_into_a_text_label_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page()
    start(page)
    page.get_by_label("Text to add").focus()
    page.keyboard.type("oasx")
    expect(page.locator("#progress")).to_contain_text("1 of 4; 0 labels given")


def test_two_people_are_compared(open_page: Callable[..., Page]) -> None:
    page = open_page()
    start(page, "ann")
    label_all(page, KEYS)
    start(page, "ben")
    label_all(page, {**KEYS, "1931": "o"})
    page.get_by_role("button", name="Compare", exact=True).click()
    agreement = page.locator("#agreement")
    # The first comparison loads scikit-learn.
    expect(agreement).to_contain_text("the same label on 75%", timeout=30_000)
    expect(agreement).to_contain_text("Cohen's kappa 0.60")
    expect(agreement.locator(".differ")).to_contain_text("ann: statement, ben: opinion")


def test_the_guide_is_one_click_away(open_page: Callable[..., Page]) -> None:
    page = open_page()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="The labelling guide").click()
    guide = opened.value
    expect(guide.get_by_role("heading", level=1)).to_have_text(
        "Who is speaking, and how?"
    )


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(
    open_page: Callable[..., Page],
    shot: Callable[[str], Path],
    width: int,
    scheme: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    start(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=shot(f"label-page-{scheme}-{width}"), full_page=True)
