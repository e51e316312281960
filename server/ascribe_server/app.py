"""Put the application together around an engine that is already loaded."""

from __future__ import annotations

import secrets

from flask import Flask

from ascribe_server import (
    api,
    api_corrections,
    compare_pages,
    diary_api,
    diary_pages,
    guard,
    label_pages,
    pages,
    problems,
)
from ascribe_server.known_corrections import KnownCorrections
from ascribe_server.label_desk import LabelDesk
from ascribe_server.limits import FailureBrake, ScoringSlots
from ascribe_server.pairing_code import PairingCode
from ascribe_server.pairings import Pairings
from ascribe_server.samples import Samples
from ascribe_server.service import EXTENSION_KEY, Analyzer, Service
from ascribe_server.settings import Settings
from ascribe_server.sharing import faults
from ascribe_server.store.corrections import Corrections
from ascribe_server.store.database import Database
from ascribe_server.store.diary import Diary


def create_app(engine: Analyzer, settings: Settings | None = None) -> Flask:
    """Build the application.

    The caller loads the model, so a bad one stops the program at start and a
    test can pass a fake. Nothing is read or written before the first request.
    """
    settings = settings or Settings()
    if wrong := faults(settings):
        raise ValueError("; ".join(wrong))
    database = Database(settings.data_dir)
    corrections = Corrections(database)
    # Static files are served by a route of ours, behind the guard's CSP.
    app = Flask(__name__, static_folder=None, template_folder="pages")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.extensions[EXTENSION_KEY] = Service(
        engine=engine,
        settings=settings,
        pairings=Pairings(settings.data_dir, most=settings.max_pairings),
        code=PairingCode(
            settings.data_dir,
            tries=settings.code_tries,
            seconds=settings.code_seconds,
        ),
        slots=ScoringSlots(
            slots=settings.scoring_slots, wait_seconds=settings.slot_wait_seconds
        ),
        failures=FailureBrake(per_minute=settings.failures_per_minute),
        samples=Samples(),
        corrections=corrections,
        known=KnownCorrections(corrections),
        diary=Diary(database),
        labels=LabelDesk(settings.data_dir),
        page_token=secrets.token_urlsafe(32),
    )
    problems.register(app)
    guard.register(app)
    app.register_blueprint(api.bp)
    app.register_blueprint(api_corrections.bp)
    app.register_blueprint(pages.bp)
    app.register_blueprint(compare_pages.bp)
    app.register_blueprint(diary_api.bp)
    app.register_blueprint(diary_pages.bp)
    app.register_blueprint(label_pages.bp)
    return app
