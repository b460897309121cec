"""LBC-01 to LBC-14: the frozen contexts of the child's papers."""
