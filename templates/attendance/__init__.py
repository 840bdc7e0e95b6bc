"""Who was at a meeting, in Slack: the form of those who lead, and the card."""
