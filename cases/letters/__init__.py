"""Papers that all kinds of cases share: transition slip, visit records and plans, import register. Importing registers
them.

Chinese only. Each builder makes the frozen context of one paper from (subject, event, data): plain JSON values, few
queries, everything from the case's own dossier. What is not known stays empty: the template leaves room to write.
"""

from cases.letters import accounts, rosters, slip, visit_plans, visits

__all__ = ["accounts", "rosters", "slip", "visit_plans", "visits"]
