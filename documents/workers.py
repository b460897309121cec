"""The background processes: one ticker and a worker per queue, kept alive by a parent that does nothing else.

Invariant: the parent opens no database connection, so that children can be forked at any time; when it is gone, by
whatever signal, its children end too. Called by `manage.py work`.
"""

import ctypes
import fcntl
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import IO, Any

from django.conf import settings
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker

from documents.queues import put_back_tasks_of
from documents.ticker import tick_until

logger = logging.getLogger(__name__)

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # prctl(2): a signal to the child when its parent is gone
PATIENCE_SECONDS = 8
PAUSE_SECONDS = 5  # before a child is started again that ended soon after its start
TASKS_PER_PROCESS = 1000  # then a fresh one takes over: rendering leaves memory behind


@dataclass
class Child:
    """One background process and how to start it again."""

    name: str
    work: Callable[[], None]
    process: Any = None
    started: float = field(default=float("-inf"))

    def keep_alive(self) -> None:
        """Start it when it is not running, but not again and again without a pause."""
        if self.process and self.process.is_alive():
            return
        if time.monotonic() - self.started < PAUSE_SECONDS:
            return
        if self.process and self.process.exitcode:
            logger.error("process %s ended with status %s and is started again", self.name, self.process.exitcode)
        self.started = time.monotonic()
        self.process = multiprocessing.get_context("fork").Process(
            target=_live, args=(self.work, os.getpid()), name=self.name
        )
        self.process.start()
        logger.info("started %s %s", self.name, self.process.pid)


def run_all(*, ticker: bool, workers: dict[str, int]) -> None:
    """Run the ticker and so many workers a queue until a signal asks to end."""
    stopped = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda _number, _frame: stopped.set())
    children = [Child("ticker", run_ticker)] if ticker else []
    for queue, wanted in workers.items():
        children += [Child(f"{queue}-{n + 1}", partial(run_worker, queue)) for n in range(wanted)]
    connections.close_all()
    gc.freeze()  # what is loaded now is shared with the children
    try:
        while not stopped.is_set():
            for child in children:
                child.keep_alive()
            stopped.wait(0.5)
    finally:
        _end(children)


def _live(work: Callable[[], None], parent: int) -> None:
    """The first thing in a child: forget the parent's handlers, and end with the parent, however it ends."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        work()


def _end(children: list[Child]) -> None:
    processes = [child.process for child in children if child.process]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def run_ticker() -> None:
    """The ticker's process: ends after the job at hand."""
    stopped = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda _number, _frame: stopped.set())
    tick_until(stopped)


def run_worker(queue: str) -> None:
    """A worker's process. What a killed predecessor with the same id left running is put back first."""
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # it warns about every ordinary ending
    worker_id, _lock = claim_worker_id(queue)
    put_back_tasks_of(worker_id)
    worker = Worker(
        queue_names=[queue],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_PER_PROCESS,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    for number in ENDINGS:
        signal.signal(number, partial(_end_once, worker))
    worker.run()


def _end_once(worker: Worker, number: int, frame: Any) -> None:
    """Finish the task at hand. The terminal and the parent both send a signal: the second one must not cut it off."""
    if worker.running:
        worker.shutdown(number, frame)


def claim_worker_id(queue: str) -> tuple[str, IO[str]]:
    """An id that no other live process has, and the locked file that holds it as long as this process lives."""
    for number in count(1):
        file = (settings.VAR / f"worker-{queue}-{number}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return f"{socket.gethostname()[:40]}/{queue}/{number}", file
    raise AssertionError("unreachable")
