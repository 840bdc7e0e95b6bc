"""Everything Slack can make the bot do: one file per feature."""
