"""The local stand-in for Slack: speaks Slack's wire protocol, refuses what Slack refuses."""
