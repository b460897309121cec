"""Several processes doing the same thing at once. Needs real transactions (the `transactional_db` fixture)."""

import multiprocessing
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connections


def race(racers: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(0)` … `act(n-1)` in n processes that start together; returns results, or exceptions, in order."""
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(racers), context.Queue()
    connections.close_all()
    processes = [context.Process(target=_run, args=(start, results, place, act)) for place in range(racers)]
    for process in processes:
        process.start()
    outcomes = dict(results.get(timeout=120) for _process in processes)
    for process in processes:
        process.join()
    return [outcomes[place] for place in range(racers)]


def _run(start: Any, results: Any, place: int, act: Callable[[int], Any]) -> None:
    start.wait()
    try:
        outcome = act(place)
    except Exception as error:  # the test asks what went wrong
        outcome = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    finally:
        connections.close_all()
    results.put((place, outcome))
