"""The local stand-in for Slack: speaks its protocol, refuses what it refuses."""
