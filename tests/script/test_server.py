"""The command that starts everything: answers, says so in its last line, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The folder of the system; only the first start has to make the database."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def start(var, port):
    """Starts an empty system in that folder; ends it in any case."""
    started = []

    def start(*arguments):
        command = [sys.executable, "script/_serve.py", "--empty", "--port", str(port), *arguments]
        surroundings = {**os.environ, "TONGXIN_VAR": str(var)}
        surroundings.pop("TONGXIN_DATABASE_URL", None)
        server = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=-1, stderr=-2, text=True)
        started.append(server)
        return server

    yield start
    for server in started:
        server.terminate()
        server.communicate(timeout=30)


def lines_until_ready(server):
    lines = []
    for line in server.stdout:
        lines.append(line.strip())
        if line.startswith("ready "):
            break
    return lines


def group_of(server):
    """The processes that the server has started, by their parents."""
    statuses = [path.read_text().split() for path in Path("/proc").glob("[0-9]*/stat")]
    parents = {int(status[0]): int(status[-49]) for status in statuses}
    family = {server.pid}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def alive(pids):
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_ends_with_everything_it_started(start, port, ending):
    server = start()
    assert lines_until_ready(server)[-1] == f"ready http://127.0.0.1:{port}"
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/").status == 200
    family = group_of(server)
    server.send_signal(ending)
    assert server.wait(timeout=30) == 0
    assert len(family) >= 4
    assert alive(family) == set()


def test_a_taken_port_is_said_in_a_sentence(start, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        server = start()
        said = server.communicate(timeout=60)[0]
    assert server.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in said and "Traceback" not in said


def test_a_database_that_is_not_there_is_said_in_a_sentence(start):
    server = start("--database-url", "postgresql://nobody:password@127.0.0.1:9/none")
    said = server.communicate(timeout=60)[0]
    assert server.returncode == 1
    assert "The database cannot be reached" in said and "Traceback" not in said
