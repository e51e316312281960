"""The real server, as a reader starts it: ``ascribe serve`` in its own process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from .waiting import wait_for

ASCRIBE = Path(sys.executable).with_name("ascribe")
_LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/pair#\S+")


class AscribeProcess:
    """A running ``ascribe serve`` with a data folder of its own.

    Attributes:
        address: such as ``http://127.0.0.1:40123``.
        data_dir: holds the list of paired browsers.
    """

    def __init__(self, data_dir: Path, *, port: int = 0, **settings: object) -> None:
        """Start it and wait until it says where it listens.

        Args:
            data_dir: its data folder.
            port: 0 takes any that is free.
            settings: further ones, by name.

        Raises:
            AssertionError: when it ends, or says nothing.
        """
        self.data_dir = data_dir
        self._said: list[str] = []
        self._process = subprocess.Popen(
            [str(ASCRIBE), "serve", "--port", str(port), "--data-dir", str(data_dir)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **os.environ,
                **{f"ASCRIBE_{name.upper()}": str(settings[name]) for name in settings},
                "PYTHONUNBUFFERED": "1",
                "NO_COLOR": "1",
            },
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        link = wait_for(self._link, "address of `ascribe serve`", state=self.output)
        self.port = int(link[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.first_link = link[0]

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def output(self) -> str:
        """Return all that the server has said on its terminal."""
        return "".join(self._said)

    def new_link(self) -> str:
        """Return a fresh pairing link, as ``ascribe pair`` prints it."""
        said = subprocess.run(
            [str(ASCRIBE), "pair", "--data-dir", str(self.data_dir)],
            capture_output=True,
            text=True,
            check=False,
        )
        found = _LINK.search(said.stdout)
        assert found, f"`ascribe pair` printed no link: {said.stdout}{said.stderr}"
        return found[0]

    def stop(self) -> None:
        """End the server, as Ctrl+C does, and wait until it is gone."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(5)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._said.append(line)

    def _link(self) -> re.Match[str] | None:
        if self._process.poll() is not None:
            self._reader.join(5)
            raise AssertionError(f"`ascribe serve` has ended: {self.output()}")
        return _LINK.search(self.output())
