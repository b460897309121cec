"""Measurements against a reference in the same run. `python -m bench [NAME] [--json]`; each module here has `run()`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One measurement. `ratio` is ours / reference; `holds`: the target is met; `unit` is that of both figures."""

    name: str
    ours: float
    reference: float
    ratio: float
    target: str
    holds: bool
    unit: str


def at_most(name: str, ours: float, reference: float, limit: float, unit: str) -> Result:
    """A result whose ratio to the reference is to be at most `limit`."""
    ratio = ours / reference
    return Result(
        name, round(ours, 3), round(reference, 3), round(ratio, 3), f"ratio <= {limit:g}", ratio <= limit, unit
    )
