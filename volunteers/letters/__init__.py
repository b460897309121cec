"""The papers of proxy parents and pairings, PXP-01 to PXP-21. Importing this registers them."""
