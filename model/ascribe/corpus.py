"""Find the labelled articles that come with the project."""

from __future__ import annotations

from pathlib import Path


def corpus_folder() -> Path:
    """Return the folder of the corpus.

    It lies beside the engine in a clone, inside it in an installed wheel. Its
    ``.jsonl`` files hold one article each, ``pages/`` some of them as web pages.

    Raises:
        FileNotFoundError: if the installation lacks it.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "corpus", here.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the corpus is not installed beside {here}")
