"""The papers of a report of danger, PRO-01 to PRO-07, and what its slips say. Importing registers them."""

from cases.incidents.letters import protecting, reporting, slips

__all__ = ["protecting", "reporting", "slips"]
