"""Clusters in Slack: list, card, form."""
