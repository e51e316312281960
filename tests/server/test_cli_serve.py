"""``ascribe serve`` and ``ascribe pair`` as a reader runs them, in own processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ascribe_server.cli_serve import give_back_memory, share_one_heap

ASCRIBE = Path(sys.executable).with_name("ascribe")
CHROME = "chrome-extension://" + "abcdefghijklmnop" * 2
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/pair#([0-9A-Z-]{19})")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ASCRIBE), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class Served:
    """A running ``ascribe serve``."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.process = subprocess.Popen(
            [str(ASCRIBE), "serve", "--port", "0", "--data-dir", str(data_dir)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        self.said = ""
        while "Ctrl-C" not in self.said:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        found = LINK.search(self.said)
        assert found, self.said
        self.port, self.code = int(found[1]), found[2]

    def ask(
        self, method: str, path: str, body: object = None, token: str = ""
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Origin": CHROME, "Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """End it; returns the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.communicate(timeout=20)
        return time.monotonic() - began


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "data")
    yield server
    if server.process.poll() is None:
        server.stop()


def test_it_says_where_everything_is(served: Served) -> None:
    address = f"http://127.0.0.1:{served.port}"
    assert f"{address}/\n" in served.said
    assert f"{address}/samples/relayed-report" in served.said
    assert f"{address}/pair#" in served.said
    assert served.ask("GET", "/v1/health")[1]["name"] == "ascribe"


def test_the_printed_link_pairs_and_pairing_survives_a_restart(served: Served) -> None:
    status, answer = served.ask("POST", "/v1/pair", {"code": served.code})
    assert status == 200
    page = {"blocks": []}
    assert served.ask("POST", "/v1/analyze", page, answer["token"])[0] == 200
    served.stop()
    later = Served(served.data_dir)
    try:
        assert later.ask("POST", "/v1/analyze", page, answer["token"])[0] == 200
        assert later.ask("POST", "/v1/pair", {"code": served.code})[0] == 403
    finally:
        later.stop()


def test_pair_prints_a_new_link_to_the_running_server(served: Served) -> None:
    printed = run("pair", "--data-dir", str(served.data_dir))
    assert printed.returncode == 0
    found = LINK.fullmatch(printed.stdout.strip())
    assert found
    assert int(found[1]) == served.port
    assert served.ask("POST", "/v1/pair", {"code": served.code})[0] == 403
    assert served.ask("POST", "/v1/pair", {"code": found[2]})[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly_within_a_second(
    served: Served, number: signal.Signals
) -> None:
    # An idle connection must not hold it up.
    with socket.create_connection(("127.0.0.1", served.port)):
        assert served.stop(number) < 1.5  # half a second more for a busy machine
    assert served.process.returncode == 0
    left = sorted(path.name for path in served.data_dir.iterdir())
    assert left == [
        *["changes.lock", "last-port.json", "pairing-code.json", "server.lock"]
    ]


def test_a_stop_finishes_the_pages_that_are_being_scored(served: Served) -> None:
    token = served.ask("POST", "/v1/pair", {"code": served.code})[1]["token"]
    text = "The mayor said on Monday that the bridge would close. I doubt it. " * 200
    body = json.dumps({"blocks": [{"id": "1", "kind": "paragraph", "text": text}]})
    headers = {
        "Origin": CHROME,
        "Content-Type": "application/json",
        "Authorization": f"Bearer {token}",
    }
    asked = []
    for _ in range(4):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        connection.request("POST", "/v1/analyze", body, headers)
        asked.append(connection)
    served.stop()
    answers = []
    for connection in asked:
        response = connection.getresponse()
        answers.append((response.status, json.loads(response.read())))
        connection.close()
    assert served.process.returncode == 0
    assert answers[0][0] == 200
    # What takes longer than a stop may wait on a busy machine is told so.
    for status, answer in answers:
        assert status == 200 or answer["type"] == "/problems/stopping"


def test_settings_come_from_a_file_the_environment_and_options(tmp_path: Path) -> None:
    config = tmp_path / "ascribe.toml"
    config.write_text(f'port = 0\ndata_dir = "{tmp_path}/data"\nlog_level = "info"\n')
    process = subprocess.Popen(
        [str(ASCRIBE), "serve", "--config", str(config), "--log-files", "1"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "ASCRIBE_MAX_BLOCKS": "7"},
    )
    assert process.stderr is not None
    said = ""
    while "started on port" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    port = LINK.search(said)
    assert port
    connection = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=30)
    connection.request("GET", "/v1/openapi.json")
    assert b"7 blocks" in connection.getresponse().read()
    connection.close()
    process.terminate()
    process.communicate(timeout=20)
    log = (tmp_path / "data" / "server.log").read_text()
    assert f"started on port {port[1]}" in log
    assert "stopped" in log


def test_pair_without_a_server_says_how_to_start_one(tmp_path: Path) -> None:
    printed = run("pair", "--data-dir", str(tmp_path))
    assert printed.returncode == 1
    assert printed.stdout == ""
    assert "ascribe serve" in printed.stderr


def test_pair_is_not_misled_by_a_note_that_a_crash_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    note = json.dumps({"pid": os.getpid(), "port": port})
    (tmp_path / "server.json").write_text(note)
    printed = run("pair", "--data-dir", str(tmp_path))
    assert printed.returncode == 1
    assert "no server runs" in printed.stderr


def test_no_link_leads_to_a_program_that_only_calls_itself_ascribe(
    served: Served, tmp_path: Path
) -> None:
    # A note that a crash left, and on its port an Ascribe that did not write it.
    note = json.dumps({"pid": os.getpid(), "port": served.port})
    (tmp_path / "server.json").write_text(note)
    printed = run("pair", "--data-dir", str(tmp_path))
    assert printed.returncode == 1
    assert printed.stdout == ""
    assert "no server runs" in printed.stderr


def test_a_second_copy_on_the_same_port_is_told_that_ascribe_runs_there(
    served: Served, tmp_path: Path
) -> None:
    second = run("serve", "--port", str(served.port), "--data-dir", str(tmp_path))
    assert second.returncode == 1
    assert str(served.port) in second.stderr
    assert "Ascribe already runs there" in second.stderr
    assert served.ask("GET", "/v1/health")[0] == 200


def test_any_free_port_is_the_same_next_time_where_it_is_still_free(
    served: Served,
) -> None:
    served.stop()
    later = Served(served.data_dir)
    later.stop()
    assert later.port == served.port
    with socket.create_server(("127.0.0.1", served.port)):
        last = Served(served.data_dir)
        last.stop()
    assert last.port != served.port


def test_a_second_copy_with_the_same_data_folder_refuses_to_start(
    served: Served,
) -> None:
    folder = str(served.data_dir)
    second = run("serve", "--port", "0", "--data-dir", folder)
    assert second.returncode == 1
    assert f"already runs with the data folder {folder}" in second.stderr
    assert "Traceback" not in second.stderr
    # The first one is still found, and its link still works.
    assert LINK.search(run("pair", "--data-dir", folder).stdout)
    served.stop(signal.SIGKILL)
    later = Served(served.data_dir)
    later.stop()
    assert later.process.returncode == 0


def test_a_port_of_another_program_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        printed = run("serve", "--port", str(port), "--data-dir", str(tmp_path))
    assert printed.returncode == 1
    assert f"port {port}" in printed.stderr
    # This test itself holds it.
    assert f"python3 (process {os.getpid()}) listens there" in re.sub(
        r"\b(python|pytest)[\d.]* \(", "python3 (", printed.stderr
    )
    assert "--port" in printed.stderr
    assert "Traceback" not in printed.stderr
    assert "Ascribe already" not in printed.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    printed = run("serve", "--port", "0", "--data-dir", str(folder))
    assert printed.returncode == 1
    assert str(folder) in printed.stderr
    assert "Traceback" not in printed.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert run("serve", "--port", port).returncode == 2


def test_help_says_what_each_option_means() -> None:
    told = " ".join(run("serve", "--help").stdout.split())
    assert "0 takes any that is free" in told
    assert "list of paired browsers" in told
    assert "8672" in told


def test_all_threads_share_one_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def library(_name: None) -> Any:
        return SimpleNamespace(mallopt=lambda *given: asked.append(given) or 1)

    monkeypatch.setattr("ascribe_server.cli_serve.ctypes.CDLL", library)
    assert share_one_heap()
    assert asked == [(-8, 1)]
    monkeypatch.setattr("ascribe_server.cli_serve.ctypes.CDLL", lambda _: object())
    assert not share_one_heap()


def test_what_loading_took_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def library(_name: None) -> Any:
        return SimpleNamespace(malloc_trim=lambda spare: asked.append(spare) or 1)

    monkeypatch.setattr("ascribe_server.cli_serve.ctypes.CDLL", library)
    assert give_back_memory()
    assert asked == [0]
    monkeypatch.setattr("ascribe_server.cli_serve.ctypes.CDLL", lambda _: object())
    assert not give_back_memory()
