"""The model is replaced while clients ask, by the commands a reader would use."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from ascribe.corpus import corpus_folder
from ascribe.training.dataset import read_documents

from ..browser.ascribe_process import ASCRIBE, AscribeProcess
from ..fuzz.paired_client import PairedClient
from .faults import correction
from .pages import Figures, article

# A model is taken with the next page; a busy machine may take its time over it.
PATIENCE_S = 60
# Between two pages of one client; without it the commands would get no processor.
PAUSE_S = 0.02


def replaced_models(server: AscribeProcess, *, clients: int, times: int) -> Figures:
    """Train, promote and roll back while so many clients ask again and again.

    Args:
        server: a server whose data folder has no model yet.
        clients: each is paired, and asks again 20 ms after each answer.
        times: how often to roll back and to promote again.
    """
    client = PairedClient.of(server)
    for quote in _quotes(6):
        status, answer = client.post("/v1/corrections", correction(quote))
        assert status == 200, answer
    commands = [
        ["train", "--corrections"],
        *times * [["models", "rollback"], ["models", "promote", "reader-1"]],
    ]
    answers: dict[str, str] = {}
    pages: Counter[str] = Counter()
    shipped = _version(client)
    learned = "1"
    # While one page loads the new model the others go on with the one before.
    with _asking(server, client.token, clients, answers, pages) as asking:
        for command in commands:
            _run(server, *command)
            version = shipped if "rollback" in command else learned
            _wait_for_pages(pages, version, asking, more=2 * clients)
    client.close()
    assert set(pages) == {shipped, learned}, pages
    return {
        "clients": clients,
        "changes": len(commands),
        "pages": pages.total(),
        "failed": 0,
    }


@contextmanager
def _asking(
    server: AscribeProcess,
    token: str,
    clients: int,
    answers: dict[str, str],
    pages: Counter[str],
) -> Iterator[list[Future[None]]]:
    """Let clients ask until the block ends; each answer must be that of one model.

    Args:
        answers: filled with the answer of each version.
        pages: counts the pages that each version has answered.
    """
    page = article(300)
    over = threading.Event()
    counting = threading.Lock()

    def ask(_: int) -> None:
        client = PairedClient(server.port, token=token)
        while not over.is_set():
            status, answer = client.post("/v1/analyze", page)
            assert status == 200, answer
            version = answer["model"]["version"]
            with counting:
                # Which model has learned a correction is told a moment later.
                told = json.dumps(answer | {"corrections": []})
                assert answers.setdefault(version, told) == told
                pages[version] += 1
            time.sleep(PAUSE_S)
        client.close()

    with ThreadPoolExecutor(clients) as pool:
        done = [pool.submit(ask, number) for number in range(clients)]
        try:
            yield done
        finally:
            over.set()
        for one in done:
            one.result()


def _quotes(count: int) -> list[str]:
    """Sentences of our corpus that nobody would take for opinion."""
    documents = read_documents([corpus_folder()])
    return [
        documents[at].blocks[0].text[slice(*documents[at].spans[0][0])]
        for at in range(count)
    ]


def _version(client: PairedClient) -> str:
    status, answer = client.post("/v1/analyze", {"blocks": []})
    assert status == 200, answer
    return str(answer["model"]["version"])


def _wait_for_pages(
    pages: Counter[str], version: str, asking: list[Future[None]], *, more: int
) -> None:
    wanted = pages[version] + more
    deadline = time.monotonic() + PATIENCE_S
    while pages[version] < wanted and not any(one.done() for one in asking):
        assert time.monotonic() < deadline, f"no page by {version}: {pages}"
        time.sleep(0.01)


def _run(server: AscribeProcess, *command: str) -> None:
    done = subprocess.run(
        [str(ASCRIBE), *command, "--data-dir", str(server.data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
