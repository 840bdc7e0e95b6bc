"""Polls for a date in Slack: the forms, the question in the channel, the result."""
