"""Use cases: one transaction each, no Slack."""
