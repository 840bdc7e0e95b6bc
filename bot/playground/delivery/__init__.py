"""From Slack to the bot: payloads, and the two ways they travel."""
