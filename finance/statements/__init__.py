"""The statements by which months become lines: as many for ten children as for a million months.

Invariant: the same rows on SQLite and PostgreSQL. What a program says of its children is handed over as JSON into
temporary tables that live as long as the transaction; everything else is one statement after the other over our own
tables. Called by finance.compiling and finance.consequences, which hold the locks.
"""
