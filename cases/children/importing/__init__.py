"""A roster on its way into the registry: uploaded, checked, imported in chunks that commit, taken in as a whole."""
