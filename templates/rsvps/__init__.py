"""Answers to invitations in Slack: buttons, forms, who comes."""
