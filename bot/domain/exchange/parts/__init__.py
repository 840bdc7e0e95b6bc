"""Rows of a group that belong to a record: texts, comments, rounds, answers."""
