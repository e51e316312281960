"""The files of server/newsroom: the server starts with them, behind a real proxy."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import trustme

from .conftest import CHROME, FIREFOX
from .tls_proxy import TlsProxy

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "server" / "newsroom"
ASCRIBE = Path(sys.executable).with_name("ascribe")
NAME = "ascribe.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PAGE = {"blocks": [{"id": "1", "kind": "paragraph", "text": "I find it awful."}]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def documented(name: str, changes: dict[str, str]) -> str:
    """A file of server/newsroom with what differs on this machine changed."""
    text = (FILES / name).read_text("utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@dataclass
class Newsroom:
    """A shared server and what is needed to ask it as its users do."""

    folder: Path
    public: int
    behind: int
    trusted: ssl.SSLContext
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        return f"{NAME}:{self.public}"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*arguments, "--config", str(self.folder / "ascribe.toml")]
        return subprocess.run(
            [str(ASCRIBE), *command], capture_output=True, text=True, check=False
        )

    def ask(
        self, path: str, body: Any = None, *, token: str = "", origin: str = CHROME
    ) -> tuple[int, Any]:
        """Ask through the proxy, by its public name."""
        connection = http.client.HTTPSConnection(
            NAME, self.public, context=self.trusted, timeout=30
        )
        # No name server knows the name; the certificate is still held against it.
        plain = socket.create_connection(("127.0.0.1", self.public), timeout=30)
        connection.sock = self.trusted.wrap_socket(plain, server_hostname=NAME)
        headers = {"Content-Type": "application/json"}
        if origin:
            headers["Origin"] = origin
        if token:
            headers["Authorization"] = f"Bearer {token}"
        method = "GET" if body is None else "POST"
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        kind = answer.getheader("Content-Type", "")
        return answer.status, json.loads(content) if "json" in kind else content

    def pair(self, user: str, origin: str = CHROME) -> str:
        printed = self.run("pair", "--user", user)
        assert printed.returncode == 0, printed.stderr
        link = re.fullmatch(rf"https://{self.host}/pair#(\S+)\n", printed.stdout)
        assert link, printed.stdout
        status, answer = self.ask("/v1/pair", {"code": link[1]}, origin=origin)
        assert status == 200, answer
        token: str = answer["token"]
        return token


def nginx(folder: Path, public: int, behind: int, certificate: str, key: str) -> Any:
    site = documented(
        "nginx.conf",
        {
            "listen 443 ssl": f"listen 127.0.0.1:{public} ssl",
            "/etc/ssl/ascribe.example.org.pem": certificate,
            "/etc/ssl/private/ascribe.example.org.key": key,
            "http://127.0.0.1:8672": f"http://127.0.0.1:{behind}",
        },
    )
    (folder / "nginx.conf").write_text(
        "daemon off; pid nginx.pid; events {} error_log stderr;\n"
        "http { client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;"
        f" uwsgi_temp_path u; scgi_temp_path s;\n{site} }}\n"
    )
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


@pytest.fixture(params=["python", *(["nginx"] if NGINX else [])])
def newsroom(request: Any, tmp_path: Path) -> Iterator[Newsroom]:
    public, behind = free_port(), free_port()
    authority = trustme.CA()
    leaf = authority.issue_cert(NAME)
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    leaf.private_key_pem.write_to_path(key)
    for part in leaf.cert_chain_pems:
        part.write_to_path(certificate, append=True)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    (tmp_path / "ascribe.toml").write_text(
        documented(
            "ascribe.toml",
            {
                "https://ascribe.example.org": f"https://{NAME}:{public}",
                "port = 8672": f"port = {behind}",
                "/var/lib/ascribe": str(tmp_path / "data"),
                "workers = 4": "workers = 2",
            },
        )
    )
    serve = [str(ASCRIBE), "serve", "--config", str(tmp_path / "ascribe.toml")]
    process = subprocess.Popen([*serve, "--quiet"], stderr=subprocess.DEVNULL)
    proxy: Any
    if request.param == "nginx":
        proxy = nginx(tmp_path, public, behind, str(certificate), str(key))
    else:
        proxy = TlsProxy(
            public, behind=behind, certificate=str(certificate), key=str(key)
        )
    room = Newsroom(tmp_path, public, behind, trusted, process)
    deadline = time.monotonic() + 60
    while True:
        with suppress(OSError, http.client.HTTPException):
            if room.ask("/v1/health")[0] == 200:
                break
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield room
    if isinstance(proxy, TlsProxy):
        proxy.close()
    else:
        proxy.terminate()
        proxy.wait(10)
    if process.poll() is None:
        process.terminate()
    process.wait(20)


def test_users_pair_by_name_are_answered_and_can_be_sent_away(
    newsroom: Newsroom,
) -> None:
    anna, bert = newsroom.pair("anna"), newsroom.pair("bert", FIREFOX)
    status, answer = newsroom.ask("/v1/analyze", PAGE, token=anna)
    assert status == 200
    assert answer["sentences"][0]["label"] == "opinion"
    # Long ones pass, too.
    text = "It rained. " * 30_000
    long = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    assert newsroom.ask("/v1/analyze", long, token=anna)[0] == 200
    assert newsroom.ask("/v1/analyze", PAGE, token=bert, origin=FIREFOX)[0] == 200
    assert newsroom.ask("/v1/analyze", PAGE, token=bert)[0] == 401  # not his origin

    listed = json.loads(newsroom.run("clients", "list", "--json").stdout)
    assert [row["user"] for row in listed] == ["anna", "bert"]
    assert newsroom.run("clients", "revoke", "--user", "anna").returncode == 0
    # At once, whichever process answers.
    refused = [newsroom.ask("/v1/analyze", PAGE, token=anna)[0] for _ in range(6)]
    assert refused == [401] * 6
    assert newsroom.ask("/v1/analyze", PAGE, token=bert, origin=FIREFOX)[0] == 200


def test_past_the_proxy_nobody_is_answered(newsroom: Newsroom) -> None:
    token = newsroom.pair("anna")
    for headers in (
        {"Host": f"127.0.0.1:{newsroom.behind}"},
        {"Host": newsroom.host},  # without TLS
        {"Host": newsroom.host, "X-Forwarded-Proto": "http"},
    ):
        connection = http.client.HTTPConnection("127.0.0.1", newsroom.behind)
        sent = {
            "Origin": CHROME,
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
        }
        connection.request("POST", "/v1/analyze", json.dumps(PAGE), {**sent, **headers})
        assert connection.getresponse().status == 403
        connection.close()
    assert newsroom.ask("/", origin="")[0] == 404
    assert newsroom.ask("/pair", origin="")[0] == 200


def test_processes_share_the_work_one_that_dies_is_replaced_and_all_stop(
    newsroom: Newsroom,
) -> None:
    token = newsroom.pair("anna")
    parent = psutil.Process(newsroom.process.pid)
    first, second = parent.children()
    os.kill(first.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while len([one for one in parent.children() if one.pid != first.pid]) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert newsroom.ask("/v1/analyze", PAGE, token=token)[0] == 200
    children = parent.children()
    newsroom.process.send_signal(signal.SIGTERM)
    assert newsroom.process.wait(20) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert second in children


def test_half_of_the_configuration_is_refused(tmp_path: Path) -> None:
    text = documented(
        "ascribe.toml", {'"chrome-extension://abcdefghijklmnop': '"chrome'}
    )
    (tmp_path / "half.toml").write_text(text)
    command = [str(ASCRIBE), "serve", "--config", str(tmp_path / "half.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "not set up whole" in done.stderr


def test_names_of_users_are_asked_for_where_there_are_many(tmp_path: Path) -> None:
    def pair(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(ASCRIBE), "pair", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    config = ["--config", str(FILES / "ascribe.toml"), "--data-dir", str(tmp_path)]
    assert "--user NAME" in pair(*config).stderr
    assert "small letters" in pair(*config, "--user", "../Anna").stderr
    assert "shared server" in pair("--user", "anna", "--data-dir", str(tmp_path)).stderr
