"""A small server for one ledger on this machine, until Ctrl-C."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import uvicorn

from wirecopy.align import align
from wirecopy.errors import OptionsError
from wirecopy.show.web.app import make_app
from wirecopy.show.web.safety import LOOPBACK


def serve(
    ledger: Path, host: str, port: int, token: str | None, browser: bool, say: Callable[[str], None]
) -> None:
    """
    Show a ledger in the browser until stopped.

    Args:
        ledger: Its folder.
        host: The address to listen on. All but loopback need a token; one is made if none is given.
        port: … and its port; 0 takes a free one.
        token: What visitors must know.
        browser: Open a browser.
        say: Told the address, once it can be reached.

    Raises:
        LedgerError: There is no ledger there.
        OptionsError: The address cannot be listened on.
    """
    local = is_loopback(host)
    if not local and token is None:
        token = secrets.token_urlsafe(18)
    hosts: tuple[str, ...] | None = LOOPBACK
    if not local:
        anywhere = host in ("", "0.0.0.0", "::")
        hosts = None if anywhere else (*LOOPBACK, f"[{host}]" if ":" in host else host.lower())
    app = make_app(ledger, hosts, token)
    door = _listen(host, port)
    with door:
        port = door.getsockname()[1]
        shown = "127.0.0.1" if host in ("", "0.0.0.0") else f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
        say(address)
        Thread(target=_warm_up, daemon=True).start()
        if browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off",
            proxy_headers=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[door])


def is_loopback(host: str) -> bool:
    """
    Tell if only this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _warm_up() -> None:
    """Load what the first visitor would otherwise wait for: the kernels of align."""
    text = "The harbor of Velm will close for nine days in May while divers clear mines. " * 3
    align(text, text)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise OptionsError(
            f"cannot listen on {host} port {port} ({error.strerror}); try --port 0"
        ) from None
    return door
