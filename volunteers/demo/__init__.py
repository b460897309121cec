"""Proxy parents, pairings and contacts for the demo, made by the same acts as on the pages."""
