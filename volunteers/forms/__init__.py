"""Forms of proxy parents, pairings and contacts: text to domain values, never a permission."""
