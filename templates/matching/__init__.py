"""Needs and offers in messages and modals: the form, the lists, the questions."""
