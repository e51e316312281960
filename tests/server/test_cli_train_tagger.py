"""``ascribe train-tagger``: marked articles in, weights with their card out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from click.testing import CliRunner, Result

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import FILE_NAME, load_tagger
from ascribe_server.cli import main

NAMES = ("Ada Brock", "The mayor", "Tom Hale", "The agency", "A witness")
CUES = ("said", "claimed", "announced", "told the paper")
SAID = ("the bridge was shut", "nothing had changed", "the money was gone")


def article(seed: int) -> dict[str, object]:
    text, found = "", []
    for at in range(6):
        name, cue, said = (
            each[(seed * 7 + at * 3 + part) % len(each)]
            for part, each in enumerate((NAMES, CUES, SAID))
        )
        start = len(text)
        text += f"{name} {cue} that {said}.\n"
        cue_at = start + len(name) + 1
        said_at = cue_at + len(cue) + 1
        found.append(
            {
                "source": [[start, start + len(name)]],
                "cue": [[cue_at, cue_at + len(cue)]],
                "content": [[said_at, said_at + 5 + len(said)]],
            }
        )
    return {"doc": str(seed), "outlet": "o", "text": text, "attributions": found}


def run(folder: Path, *arguments: str) -> Result:
    file = folder / "marked.jsonl"
    file.write_text(
        "".join(json.dumps(article(seed)) + "\n" for seed in range(12)), "utf-8"
    )
    return CliRunner().invoke(
        main,
        ["train-tagger", str(file), "--out", str(folder / "own"), *arguments],
    )


def test_it_learns_measures_and_writes_a_card(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"paragraphs": ["Rain fell on the quay."]}\n', "utf-8")
    dev = str(tmp_path / "marked.jsonl")
    done = run(tmp_path, "--texts", str(texts), "--rounds", "8", "--dev", dev)
    assert done.exit_code == 0, done.output
    assert "round 8/8" in done.stderr
    assert "cue, overlap" in done.stdout
    card = json.loads((tmp_path / "own" / "attribution.json").read_text("utf-8"))
    weights = (tmp_path / "own" / FILE_NAME).read_bytes()
    assert card["sha256"] == hashlib.sha256(weights).hexdigest()
    assert card["data"]["articles"] == 12
    assert card["data"]["texts"]["sentences"] == 1
    assert card["plan"]["rounds"] == 8
    assert card["measures"]["model"]["spans"]["cue_overlap"]["f1"] > 0.5
    tagger = load_tagger(tmp_path / "own" / FILE_NAME, sha256=card["sha256"])
    acts = tagger.tag(
        [SpeechSentence(0, "paragraph", "Ada Brock said that it rained.")]
    )
    assert isinstance(acts, list)


def test_the_same_articles_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path, "--rounds", "1")
    first = (tmp_path / "own" / FILE_NAME).read_bytes()
    run(tmp_path, "--rounds", "1")
    assert (tmp_path / "own" / FILE_NAME).read_bytes() == first
    run(tmp_path, "--rounds", "1", "--seed", "1")
    assert (tmp_path / "own" / FILE_NAME).read_bytes() != first


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": 4}\n', "utf-8")
    done = CliRunner().invoke(
        main, ["train-tagger", str(file), "--out", str(tmp_path / "own")]
    )
    assert done.exit_code == 1
    assert "bad.jsonl:1" in done.stderr
