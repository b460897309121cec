"""The pages of cases, one module a subject."""
