"""A reader corrects sentences, teaches the model, and sees what came of it."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ascribe.corpus import corpus_folder
from ascribe.training.dataset import read_documents
from ascribe_server.store.corrections import sha256_of_text

from .ascribe_process import ASCRIBE, AscribeProcess
from .chromium import Chromium
from .conftest import pair
from .labelled_pages import own_page
from .marks import mark, marks
from .site import Site
from .waiting import wait_for

CARD = "ascribe-card"
SLUG = "explainer-tidal-power"


def run(server: AscribeProcess, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ASCRIBE), *arguments, "--data-dir", str(server.data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )


def version(server: AscribeProcess) -> str:
    with urllib.request.urlopen(f"{server.address}/v1/health") as answer:
        model = json.load(answer)["model"]
    return f"{model['name']} {model['version']}"


def press(browser: Chromium, choice: str) -> None:
    """Press a button of the card, whose shadow tree is closed to scripts."""
    root = browser.protocol("DOM.getDocument", depth=-1, pierce=True)["root"]
    found = [node for node in _nodes(root) if choice in node.get("attributes", [])]
    assert found, f"the card has no button {choice!r}"
    box = browser.protocol("DOM.getBoxModel", nodeId=found[0]["nodeId"])["model"]
    x, y = box["content"][:2]
    browser.click_at(x + 4, y + 4)


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    below = [*node.get("children", []), *node.get("shadowRoots", [])]
    return [node, *(one for each in below for one in _nodes(each))]


def card(browser: Chromium) -> str:
    return " ".join(browser.shadow_text(CARD).split())


def correct(browser: Chromium, sentence: str, choice: str) -> None:
    browser.evaluate(
        f"void window.find({json.dumps(sentence[:40])}, true, false, true)"
    )
    browser.evaluate("getSelection().removeAllRanges()")
    browser.hover(sentence[:30])
    wait_for(
        lambda: card(browser) and "Your label" not in card(browser),
        "card beside the sentence",
    )
    press(browser, choice)
    wait_for(lambda: "Your label" in card(browser), "label on the card")
    # The card may lie over the next sentence.
    browser.move_to(2, 2)
    wait_for(lambda: not card(browser), "page without a card")


def opened(browser: Chromium, site: Site) -> None:
    site.put("/page", own_page(SLUG).html)
    browser.open(site.address("/page"))
    mark(browser)
    browser.close_popup()


@pytest.fixture
def server(
    chromium: Chromium, start_server: Callable[..., AscribeProcess]
) -> AscribeProcess:
    started = start_server()
    pair(chromium, started)
    return started


def test_three_corrections_are_learned_and_the_running_server_relabels_the_page(
    chromium: Chromium,
    server: AscribeProcess,
    site: Site,
    shot: Callable[[str], Path],
) -> None:
    opened(chromium, site)
    chosen = [text for text in marks(chromium)["statement"] if len(text) > 50][:3]
    assert len(chosen) == 3
    for sentence in chosen:
        correct(chromium, sentence, "opinion")
    chromium.screenshot(shot("card-corrected"))
    assert set(chosen) <= set(marks(chromium)["opinion"])
    before = version(server)

    done = run(server, "train", "--corrections")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("passed")
    assert version(server) != before
    assert version(server) == "reader 1"
    # Without the corrections, which would be shown again, the model says it by itself.
    assert run(server, "corrections", "undo", "--all").returncode == 0
    opened(chromium, site)
    assert set(chosen) <= set(marks(chromium)["opinion"])
    assert run(server, "models", "rollback").returncode == 0
    assert version(server) == before
    opened(chromium, site)
    assert not set(chosen) & set(marks(chromium)["opinion"])


def test_a_correction_is_shown_again_after_a_reload_and_can_be_undone(
    chromium: Chromium, server: AscribeProcess, site: Site
) -> None:
    opened(chromium, site)
    sentence = next(text for text in marks(chromium)["statement"] if len(text) > 50)
    correct(chromium, sentence, "opinion")
    opened(chromium, site)
    assert sentence in marks(chromium)["opinion"]
    chromium.hover(sentence[:30])
    wait_for(lambda: "Your label" in card(chromium), "label on the card")
    press(chromium, "undo")
    wait_for(lambda: sentence in marks(chromium)["statement"], "the model's label")
    assert "no corrections yet" in run(server, "corrections", "list").stderr


def test_poisoned_corrections_are_refused_and_the_server_keeps_its_model(
    chromium: Chromium, server: AscribeProcess, site: Site, tmp_path: Path
) -> None:
    opened(chromium, site)
    flipped = {
        "opinion": "statement",
        "statement": "opinion",
        "attributed": "opinion",
        "other": "attributed",
    }
    rows = []
    for document in read_documents([corpus_folder()])[::2]:
        texts = [
            block.text[start:end]
            for block, spans in zip(document.blocks, document.spans, strict=True)
            for start, end in spans
        ]
        rows += [
            {
                "label": flipped[label],
                "quote": text,
                "prefix": f"{document.name} {at}.",
                "block": {"sha256": sha256_of_text(text)},
                "model": {"name": "default", "version": "0", "sha256": "0" * 64},
            }
            for at, (text, label) in enumerate(zip(texts, document.labels, strict=True))
        ]
    file = tmp_path / "poison.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows[:200]))
    assert run(server, "corrections", "import", str(file)).returncode == 0
    before = version(server)

    done = run(server, "train", "--corrections")

    assert done.returncode == 1
    assert "below the floor" in done.stdout
    assert "of the harm: correction " in done.stdout
    assert "what was in use stays" in done.stderr
    assert version(server) == before
    opened(chromium, site)
