"""Reading an answer of the bank with 10,000 rows: judged, kept, booked, on SQLite.

CPU time, which on SQLite is all there is, in a process of its own on a fresh database. The reference reads the same
file with the csv module and inserts as many rows; it judges and books nothing.
"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bench import Result
from bench.imports import below, prepared

ROWS = 10_000
EVERY = 300  # one in so many comes back


def run() -> Iterator[Result]:
    """CPU seconds of one reconciliation."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment |= {"TONGXIN_DEMO": "1"}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = "import bench.bank as b; b.measure()"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    yield below(f"an answer of {ROWS} rows", found["ours"], found["bare"], 2, "s")


def measure() -> None:
    """Send a batch, answer it, and print the CPU seconds of reading the answer in."""
    import django

    django.setup()
    from finance.bank.receiving import receive
    from tests.cast import hire_everyone
    from tests.finance.answers import answer, failed
    from tests.finance.sendable import released

    prepared()
    cast = hire_everyone()
    batch = released(cast, ROWS)
    given = answer(batch, {place: failed() for place in range(0, ROWS, EVERY)})
    began = time.process_time()
    bare(given.content)
    middle = time.process_time()
    receive(batch, by=cast["fang"], answer=given)
    print(json.dumps({"ours": time.process_time() - middle, "bare": middle - began}))


def bare(content: bytes) -> None:
    """Parse and insert, and nothing else."""
    from django.db import connection, transaction

    rows = list(csv.reader(io.StringIO(content.decode("gb18030"), newline="")))[1:]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_answers (serial text, amount text, result text, reason text, day text)")
        cursor.executemany(
            "INSERT INTO bench_answers VALUES (%s, %s, %s, %s, %s)", [(row[8], row[4], *row[9:12]) for row in rows]
        )
