"""Whole pages have the same answer with the kernel and without, to the last span."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

# Pages of our own corpus, and the same with odd characters strewn in.
SCRIPT = """
import json, random, sys
from msgspec.structs import replace
from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.kernel import COMPILED
from ascribe.results import as_json
from ascribe.training.dataset import read_documents

ODD = "'\\"“”‘’‚«»`´ \\n\\t\\u00a0_-–—.,:;!?()0٣½İΣßǅ\\ud800😀e\\u0301"
draw = random.Random(7)

def strewn(text):
    for _ in range(draw.randint(0, 8)):
        at = draw.randint(0, len(text))
        text = text[:at] + draw.choice(ODD) + text[at:]
    return text

engine = load_engine()
found = [COMPILED]
for document in read_documents([corpus_folder()])[::3]:
    odd = [replace(block, text=strewn(block.text)) for block in document.blocks]
    found += [as_json(engine.analyze(blocks)) for blocks in (document.blocks, odd)]
json.dump(found, sys.stdout)
"""


def answers(kernel: str) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "ASCRIBE_KERNEL": kernel, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def differences(one: Any, other: Any, place: str) -> list[str]:
    """Where two answers differ, numbers by more than their rounding."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(one[key], other[key], f"{place}.{key}") for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(one[at], other[at], f"{place}[{at}]") for at in range(len(one))]
    elif isinstance(one, float) and isinstance(other, float):
        return [] if abs(one - other) < 1e-5 else [f"{place}: {one} and {other}"]
    else:
        return [] if one == other else [f"{place}: {one!r} and {other!r}"]
    return [each for pair in pairs for each in differences(*pair)]


def test_whole_pages_have_the_same_answer() -> None:
    compiled, plain = answers("on"), answers("off")
    assert compiled[0] is True
    assert plain[0] is False
    assert sum(len(page["sentences"]) for page in compiled[1:]) > 500
    assert not differences(compiled[1:], plain[1:], "$")
