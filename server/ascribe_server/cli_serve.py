"""The commands ``serve`` and ``pair``. Messages go to standard error."""

from __future__ import annotations

import ctypes
import gc
import logging
import signal
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version

import click

from ascribe.engine import load_engine
from ascribe.errors import AscribeError
from ascribe_server import running
from ascribe_server.app import create_app
from ascribe_server.folder_lock import lock_folder
from ascribe_server.live_engine import LiveEngine
from ascribe_server.model_shelf import ModelShelf
from ascribe_server.pairing_code import PairingCode
from ascribe_server.port_holder import holds_port, port_holder
from ascribe_server.private_files import StoreError, sweep_drafts
from ascribe_server.samples import FIRST
from ascribe_server.server_log import start_log
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.sharing import USER
from ascribe_server.sockets import PortTakenError, Server, open_socket, quiet_waitress
from ascribe_server.store.database import Database
from ascribe_server.worker_processes import WorkerProcesses, WorkersFailedError

log = logging.getLogger(__name__)


@click.command()
@settings_options()
@click.option(
    "--open/--no-open",
    "opens",
    default=False,
    help="Open the pairing link in the default browser.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="The same as --log-level info, if not debug."
)
@click.option(
    "--quiet",
    is_flag=True,
    help="Print no greeting and no pairing code: for services, whose output is kept.",
)
def serve(*, settings: Settings, opens: bool, verbose: bool, quiet: bool) -> None:
    """Serve the browser extension and the page for pasted texts.

    Listens on this machine only (127.0.0.1), keeps no text, and runs until it
    gets Ctrl-C. Exits 1 when the port or the data folder is taken by another server,
    or the model cannot be read; 2 when a setting is wrong.

    Each setting can stand in the settings file, too, and in the environment; an
    option goes before the environment, the environment before the file. See 'ascribe
    settings'.
    """
    if verbose and settings.log_level != "debug":
        settings = replace(settings, log_level="info")
    share_one_heap()
    data_dir = settings.data_dir
    try:
        listener = _taken_socket(settings)
    except PortTakenError as exc:
        raise click.ClickException(_taken(settings.port, exc)) from exc
    try:
        lock_folder(data_dir)  # held until this process ends
        sweep_drafts(data_dir)
        start_log(settings)
        quiet_waitress()
        port = listener.getsockname()[1]
        settings = replace(settings, port=port)
        shelf = ModelShelf(data_dir, Database(data_dir))
        engine = LiveEngine(load_engine(for_answers=True), shelf)
        give_back_memory()
        # What is loaded now stays: the collector need not walk through it every few
        # pages, which would take three times as long as a page.
        gc.freeze()
        # A page makes some thousand objects and no cycles.
        gc.set_threshold(20_000, 20, 20)
        link = "" if quiet or settings.shared else pairing_link(settings)
        running.write_note(data_dir, port)
        running.remember_port(data_dir, port)
    except (AscribeError, StoreError) as exc:
        listener.close()
        raise click.ClickException(str(exc)) from exc
    answer = _ready_to_answer(engine, settings, listener)
    if not quiet:
        click.echo(_greeting(settings, link), err=True)
    log.info("version %s started on port %d", version("ascribe"), port)
    if opens and link:
        webbrowser.open(link)
    try:
        answer()
    except WorkersFailedError as exc:
        raise click.ClickException(f"{exc}; the log says why") from exc
    finally:
        running.delete_note(data_dir)
    log.info("stopped")
    if not quiet:
        click.echo("Stopped.", err=True)


def _taken_socket(settings: Settings) -> socket.socket:
    """Take the port; any free one is the one of last time where that is free.

    Paired browsers know the server by its port.

    Raises:
        PortTakenError: if it is in use, or this user may not have it.
    """
    last = 0 if settings.port else running.last_port(settings.data_dir)
    if last:
        with suppress(PortTakenError):
            return open_socket(last)
    return open_socket(settings.port)


def _ready_to_answer(
    engine: LiveEngine, settings: Settings, listener: socket.socket
) -> Callable[[], None]:
    """Listen and heed signals: whoever reads the greeting may come at once.

    Returns:
        What answers requests until a signal comes.
    """
    if settings.workers == 1:
        server = Server(create_app(engine, settings), settings, listener)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.ask_to_stop())
        return server.run
    listener.listen()

    def work(number: int, end_by: Callable[[Callable[[], None]], None]) -> None:
        start_log(settings, file_name=f"server-{number}.log")
        server = Server(create_app(engine, settings), settings, listener)
        end_by(server.ask_to_stop)
        server.run()

    return WorkerProcesses(settings.workers, work).run


@click.command()
@settings_options("data_dir")
@click.option("--user", default="", help="Whose browser it is, on a shared server.")
def pair(*, settings: Settings, user: str) -> None:
    """Print a new link that pairs a browser with the running server.

    The link goes to standard output. Exits 1 when no server runs.
    """
    if settings.shared != bool(user):
        raise click.UsageError(
            "A shared server pairs by user: say --user NAME."
            if settings.shared
            else "--user is for a shared server; see public_address in the settings."
        )
    if user and not USER.fullmatch(user):
        raise click.UsageError(
            "--user: take small letters, digits and hyphens, 32 at most."
        )
    data_dir = settings.data_dir
    try:
        found = running.read_note(data_dir)
        # Any program can call itself Ascribe; only the server could leave the note.
        if found is None or not holds_port(found.pid, found.port):
            raise click.ClickException(
                f"no server runs with the data folder {data_dir}. "
                "Start one with: ascribe serve"
            )
        settings = replace(settings, port=found.port)
        click.echo(pairing_link(settings, user))
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    minutes = settings.code_seconds // 60
    click.echo(f"Works once, in the next {minutes} minutes.", err=True)


def pairing_link(settings: Settings, user: str = "") -> str:
    """Make a new code and the link that carries it.

    The code stands in the fragment, which a browser sends to no server.

    Raises:
        StoreError: if the data folder cannot be written.
    """
    code = PairingCode(
        settings.data_dir, tries=settings.code_tries, seconds=settings.code_seconds
    )
    return f"{settings.address}/pair#{code.renew(user)}"


# From malloc.h of the GNU C library.
_M_ARENA_MAX = -8


def share_one_heap() -> bool:
    """Let all threads take memory from one heap; tell whether that could be asked for.

    The C library gives each thread a heap of its own, and each keeps what the largest
    page took: with sixteen threads a third of the server's memory.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
    except (AttributeError, OSError, TypeError):
        return False  # another C library


def give_back_memory() -> bool:
    """Give back what loading a model took and needs no more: 2 MB; tell whether it can.

    The C library keeps freed memory for later, in pieces too small for a page's arrays.
    """
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError, TypeError):
        return False  # another C library


def _greeting(settings: Settings, link: str) -> str:
    if settings.shared:
        return (
            f"Ascribe listens on port {settings.port} of this machine for the reverse "
            f"proxy of {settings.address}.\n"
            "Pair a browser with: ascribe pair --user NAME\n"
            "Stop with Ctrl-C."
        )
    return (
        f"Ascribe listens on {settings.address} (this machine only).\n"
        f"  Paste a text:      {settings.address}/\n"
        f"  Pair a browser:    {link}\n"
        f"                     (works once, {settings.code_seconds // 60} minutes; "
        "`ascribe pair` prints a new one)\n"
        f"  Page to try it on: {settings.address}/samples/{FIRST}\n"
        "Stop with Ctrl-C."
    )


def _taken(port: int, exc: PortTakenError) -> str:
    if port and running.is_ascribe(port):
        return (
            f"port {port} is taken: Ascribe already runs there. "
            "Use that one (`ascribe pair` pairs a browser with it), "
            "or choose another with --port"
        )
    holder = port_holder(port)
    held = f"; {holder} listens there" if holder else ""
    return f"{exc}{held}. Choose another with --port, or --port 0 for any that is free"
