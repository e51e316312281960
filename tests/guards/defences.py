"""The server's defences, each with the edit that takes it away.

An edit is exact source text that stands once in its file; a test holds that, so a
defence that is rewritten cannot drop out of the list unseen.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defence:
    """One defence.

    Attributes:
        name: what it does.
        path: its file, from the root of the project.
        source: the text that makes the defence; stands once in the file.
        without: the same place with the defence taken away.
        tests: the files with the tests that have to notice, in ``tests/``.
    """

    name: str
    path: str
    source: str
    without: str
    tests: tuple[str, ...]


def _server(name: str, module: str, source: str, without: str, *tests: str) -> Defence:
    path = f"server/ascribe_server/{module}.py"
    return Defence(name, path, source, without, tuple(f"server/{t}.py" for t in tests))


_GUARD = "test_guard"
_PAGES = "test_guard_pages"

DEFENCES: tuple[Defence, ...] = (
    _server(
        "listens on the loopback interface only",
        "sockets",
        "listener.bind((HOST, port))",
        'listener.bind(("0.0.0.0", port))',
        "test_sockets",
    ),
    _server(
        "answers to its own two names only",
        "guard",
        "    app.before_request(_check_host)\n",
        "",
        _GUARD,
    ),
    _server(
        "the port belongs to the name",
        "guard",
        'request.environ.get("HTTP_HOST") not in settings.hosts',
        'request.environ.get("HTTP_HOST", "").split(":")[0] '
        'not in ("127.0.0.1", "localhost")',
        _GUARD,
    ),
    _server(
        "a shared server answers by TLS only",
        "guard",
        'settings.shared and request.scheme != "https"',
        'settings.shared and request.scheme == "ftp"',
        "test_sharing",
    ),
    _server(
        "a shared server has nothing that one user could read of another",
        "guard",
        "    if shared and not (\n",
        "    if not shared and not (\n        True or\n",
        "test_sharing",
    ),
    _server(
        "only listed extensions may ask a shared server",
        "sharing",
        "if not listed or origin in listed:",
        "if not listed or origin:",
        "test_sharing",
    ),
    _server(
        "half a shared server is refused",
        "sharing",
        "    if not settings.extension_origins:\n",
        "    if settings.extension_origins is None:\n",
        "test_sharing",
    ),
    _server(
        "a user's name is never a path",
        "pairing_code",
        'self._path(user if USER.fullmatch(user) else "")',
        "self._path(user)",
        "test_pairing_code",
    ),
    _server(
        "nobody is passed by while waiting",
        "limits",
        "self._waiting.popleft().set()",
        "self._waiting.pop().set()",
        "test_limits",
    ),
    _server(
        "answers no preflight",
        "guard",
        "    app.before_request(_check_method)\n",
        "",
        _GUARD,
    ),
    _server(
        "looks at who asks",
        "guard",
        "    app.before_request(_check_caller)\n",
        "",
        _GUARD,
    ),
    _server(
        "a POST must have an Origin",
        "guard",
        '        if request.method == "POST":\n'
        '            raise _wrong_origin("Only a browser extension may ask.")\n',
        "        pass\n",
        _GUARD,
    ),
    _server(
        "the Origin is that of an extension, to its last letter",
        "sharing",
        "if not EXTENSION_ORIGIN.fullmatch(origin):",
        "if not EXTENSION_ORIGIN.match(origin):",
        _GUARD,
    ),
    _server(
        "Sec-Fetch-Site of the API",
        "guard",
        '        raise _wrong_origin("A web page may not ask.")\n'
        "    # A reader may look",
        "        pass\n    # A reader may look",
        _GUARD,
    ),
    _server(
        "Sec-Fetch-Mode of the API",
        "guard",
        'if request.headers.get("Sec-Fetch-Mode", "cors") not in modes:\n',
        "if not modes:\n",
        _GUARD,
    ),
    _server(
        "stands in no frame",
        "guard",
        'if navigates and request.headers.get("Sec-Fetch-Dest", "document")',
        'if not navigates and request.headers.get("Sec-Fetch-Dest", "document")',
        _GUARD,
        _PAGES,
    ),
    _server(
        "the own page's Origin",
        "guard",
        'if origin != own and not (origin is None and request.method != "POST"):',
        "if own is None:",
        _PAGES,
    ),
    _server(
        "the own page's token",
        "guard",
        "    if not hmac.compare_digest(given, service().page_token.encode()):",
        "    if given is None:",
        _PAGES,
    ),
    _server(
        "takes JSON only",
        "guard",
        "if not JSON_TYPE.fullmatch(",
        "if not re.compile('.*').fullmatch(",
        _GUARD,
    ),
    _server(
        "takes nothing compressed",
        "guard",
        'if "Content-Encoding" in request.headers:',
        'if "X-Nothing" in request.headers:',
        _GUARD,
    ),
    _server(
        "seals every answer",
        "guard",
        "    app.after_request(seal)\n",
        "",
        _GUARD,
    ),
    _server(
        "default-src 'none'",
        "guard",
        "\"default-src 'none'; frame-ancestors 'none'; ",
        "\"frame-ancestors 'none'; ",
        _GUARD,
    ),
    *(
        _server(
            f"header {line.split(':')[0]}",
            "guard",
            f"    {line},\n",
            "",
            _GUARD,
        )
        for line in (
            '"Cache-Control": "no-store"',
            '"Cross-Origin-Resource-Policy": "same-origin"',
            '"Referrer-Policy": "no-referrer"',
            '"X-Content-Type-Options": "nosniff"',
            '"X-Frame-Options": "DENY"',
        )
    ),
    _server(
        "asks for the token before the body is read",
        "api",
        "    require_token()\n",
        "",
        _GUARD,
    ),
    _server(
        "a token is bound to its Origin",
        "pairings",
        "found |= same and pairing.origin == origin",
        "found |= same",
        "test_pairings",
    ),
    _server(
        "a token is compared",
        "pairings",
        "same = hmac.compare_digest(pairing.sha256, digest)",
        "same = True",
        "test_pairings",
    ),
    _server(
        "keeps a token's hash only",
        "pairings",
        '            write_private(self._path, {"pairings": '
        "msgspec.to_builtins(kept)})\n        return token\n",
        '            write_private(self._path, {"pairings": '
        "msgspec.to_builtins(kept)})\n"
        '            write_private(self._path.with_name("t"), token)\n'
        "        return token\n",
        "test_pairings",
    ),
    _server(
        "a proof is for the origin that paired",
        "pairings",
        "pairing.origin == origin and pairing.client == client",
        "pairing.client == client",
        "test_prove",
    ),
    _server(
        "a proof is of the address that was asked",
        "pairings",
        'f"{PROOF_PREFIX}{address}\\n{nonce}"',
        'f"{PROOF_PREFIX}{nonce}"',
        "test_prove",
    ),
    _server(
        "private files",
        "private_files",
        "os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)",
        "os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)",
        "test_private_files",
    ),
    _server(
        "the log is private",
        "server_log",
        "os.open(path, flags, 0o600)",
        "os.open(path, flags, 0o644)",
        "test_server_log",
    ),
    _server(
        "no change of the list of browsers is lost",
        "folder_lock",
        "fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB)",
        "fcntl.LOCK_SH if wait else fcntl.LOCK_EX | fcntl.LOCK_NB",
        "test_folder_lock",
    ),
    _server(
        "prints no pairing link to another program",
        "cli_serve",
        "if found is None or not holds_port(found.pid, found.port):",
        "if found is None or not running.is_ascribe(found.port):",
        "test_cli_serve",
    ),
    _server(
        "a code works once",
        "pairing_code",
        "                raise _wrong(path, stored)\n            "
        "delete_private(path)\n",
        "                raise _wrong(path, stored)\n",
        "test_pairing_code",
    ),
    _server(
        "a code has five tries",
        "pairing_code",
        "left = stored.tries_left - 1",
        "left = stored.tries_left",
        "test_pairing_code",
    ),
    _server(
        "a code grows old",
        "pairing_code",
        "if stored.expires <= self._clock():",
        "if stored.expires <= 0:",
        "test_pairing_code",
    ),
    _server(
        "slows wrong tokens and codes down",
        "limits",
        "if len(self._times) < self._per_minute:",
        "if self._per_minute:",
        "test_limits",
    ),
    _server(
        "scores a few pages at a time",
        "limits",
        "            if self._free:\n",
        "            if True:\n",
        "test_limits",
    ),
    _server(
        "a slow request is cut off",
        "sockets",
        "                channel.will_close = True\n",
        "                pass\n",
        "test_sockets",
    ),
    _server(
        "a large body is refused",
        "sockets",
        "max_request_body_size=settings.max_body_bytes,",
        "max_request_body_size=settings.max_body_bytes * 1000,",
        "test_sockets",
    ),
    _server(
        "deep JSON is an error of the caller",
        "bodies",
        "    except RecursionError:\n"
        '        detail = "The JSON is nested too deeply."\n',
        "",
        "test_api",
    ),
    _server(
        "so many blocks of a page",
        "analysis",
        "if len(blocks) > settings.max_blocks:",
        "if len(blocks) < 0:",
        "test_api",
    ),
    _server(
        "so much text of a page",
        "analysis",
        "if units > settings.max_page_units:",
        "if units < 0:",
        "test_api",
    ),
    _server(
        "logs no exception's text",
        "problems",
        '"unhandled %s at %s", type(error).__name__, place_of(error.__traceback__)',
        '"unhandled %s at %s", error, place_of(error.__traceback__)',
        "test_silence",
    ),
    _server(
        "waitress logs no exception's text",
        "sockets",
        "        logging.getLogger(name).addFilter(_without_values)\n",
        "        pass\n",
        "test_silence",
    ),
    Defence(
        "a model's weights are those of its card",
        "model/ascribe/model_files.py",
        'if digest != card["sha256"]:',
        'if not card["sha256"]:',
        ("model/test_model_files.py",),
    ),
    Defence(
        "a model is never a pickle",
        "model/ascribe/model_files.py",
        "np.load(io.BytesIO(raw), allow_pickle=False)",
        "np.load(io.BytesIO(raw), allow_pickle=True)",
        ("model/test_model_files.py",),
    ),
    _server(
        "the diary is off until the reader wants one",
        "diary_notes",
        "if service.diary.is_on:",
        "if True:",
        "test_diary_pages",
    ),
    _server(
        "the diary keeps no address",
        "store/diary",
        "                    _address_digest(url),\n",
        "                    url,\n",
        "store/test_diary",
    ),
    _server(
        "only a paired browser may switch the diary",
        "diary_api",
        "    require_token()\n",
        "",
        "test_diary_pages",
    ),
    _server(
        "only the server's own page may read the diary",
        "diary_pages",
        "    require_page_token()\n    body = read_body(DiaryExport",
        "    body = read_body(DiaryExport",
        "test_diary_pages",
    ),
    _server(
        "only the server's own page may give labels",
        "label_pages",
        "    require_page_token()\n    body = read_body(LabelPut",
        "    body = read_body(LabelPut",
        "test_label_pages",
    ),
    _server(
        "the name of who labels is no path",
        "label_desk",
        'NAME_PATTERN = r"^[a-z0-9][a-z0-9-]{0,39}$"',
        'NAME_PATTERN = r"^.{0,39}$"',
        "test_label_pages",
    ),
)
