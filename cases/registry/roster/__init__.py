"""Rosters: the workbooks in which towns and counties list their left-behind children.

Invariant: nothing in here touches the database, and no text of a cell reaches a message or a log.
reading → columns → rows → checking → annotating; called by the import wizard and the command.
"""
