"""Runs the whole system in the foreground: prepares the database, then keeps the web server and the background work.

Called by script/server in the finished environment. Invariant: when this process ends, for whatever reason, nothing
that it started stays.
"""

import argparse
import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = "--workers 2 --threads 4 --preload --timeout 120 --graceful-timeout 5 --log-level warning"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # prctl(2): a signal to the child when its parent is gone


def options() -> argparse.Namespace:
    """What the person asked for on the command line."""
    parser = argparse.ArgumentParser(prog="script/server", description="Start the system; Ctrl-C ends it.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0 for all)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--empty", action="store_true", help="do not load the demo county")
    parser.add_argument("--database-url", help="postgresql://USER:PASSWORD@HOST:PORT/NAME, not SQLite")
    return parser.parse_args()


def refuse_taken_port(host: str, port: int) -> None:
    """Exit with a sentence when nobody can listen there, before anything is changed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as reason:
            sys.exit(f"Cannot listen on {host} port {port}: {reason}. Choose another one, as in --port {port + 1}.")


def prepare_database(*, demo: bool) -> None:
    """Tables, reference data and, with `demo`, the demo county. Everything here is safe and quick when done before."""
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command
    from django.db import OperationalError, connection

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as reason:
        sys.exit(f"The database cannot be reached: {reason}\nCheck --database-url or TONGXIN_DATABASE_URL.")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed")
    if demo:
        call_command("loaddemo")
        call_command("loadstipends")
    collect_static()
    if demo:
        call_command("demoaccounts")
    connection.close()


def collect_static() -> None:
    """Copy static files to where the web server reads them, when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            found.update(f"{storage.path(path)} {status.st_mtime_ns} {status.st_size}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found.hexdigest())


def end_with_parent() -> None:
    """Run in a child before it starts: even `kill -9` of the parent must not leave it behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(*command: str) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl-C reaches only us and we end things in order."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        preexec_fn=end_with_parent,
        process_group=0,
        stdin=subprocess.DEVNULL,
    )


def start_children(host: str, port: int) -> list[subprocess.Popen[bytes]]:
    """The web server and the background work."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = f"-m gunicorn config.wsgi --bind {bind} {GUNICORN} --no-control-socket"
    return [start(*web.split()), start("manage.py", "work")]


def wait_until_it_answers(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Return when a page comes back. Exits when a child ends before that."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    url = f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while all(child.poll() is None for child in children):
        try:
            opener.open(url, timeout=30).close()
        except urllib.error.HTTPError as reason:
            if reason.code < 500:
                return
            sys.exit(f"The first page fails with status {reason.code}; the reason is above.")
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("The server ended while starting; the reason is above.")


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child and its group to end, and make it end after ten seconds."""
    for child in children:
        signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + 10
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        signal_group(child, signal.SIGKILL)
        child.wait()


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send to the child and all that it started; nothing when they are gone."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def asked_to_end(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exit that runs the `finally` of `main`."""
    ignore_signals()
    raise SystemExit(0)


def ignore_signals() -> None:
    """From here on nothing may interrupt the ending."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def main() -> None:
    """Prepare, start, tell, and stay until a signal or until a child ends."""
    wanted = options()
    for number in SIGNALS:
        signal.signal(number, asked_to_end)
    refuse_taken_port(wanted.host, wanted.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("TONGXIN_HOSTS", "*" if not wanted.empty else f"localhost,127.0.0.1,{wanted.host}")
    os.environ.setdefault("TONGXIN_PUBLIC_URL", f"http://{wanted.host}:{wanted.port}")
    if wanted.database_url:
        os.environ["TONGXIN_DATABASE_URL"] = wanted.database_url
    if not wanted.empty:
        os.environ.setdefault("TONGXIN_DEMO", "1")
    prepare_database(demo=not wanted.empty)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children += start_children(wanted.host, wanted.port)
        wait_until_it_answers(wanted.host, wanted.port, children)
        print(f"ready http://{wanted.host}:{wanted.port}", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.exit("A part of the server has ended; the reason is above. Start again.")
    finally:
        ignore_signals()
        stop(children)


if __name__ == "__main__":
    main()
