"""LBC-01 to LBC-20: the papers of a left-behind child's case. Importing registers them.

Each builder runs in the transition's transaction, after it, and takes everything from the case's own file.
"""

from cases.children.letters import agreement, assessment, decisions, registration, review, slips

__all__ = ["agreement", "assessment", "decisions", "registration", "review", "slips"]
