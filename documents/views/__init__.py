"""The pages of papers: verification, document centre, one paper, scans, corrections, print jobs."""
