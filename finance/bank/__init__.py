"""What goes to the bank and what it answers: formats as data, checks, files written once, answers read once."""
