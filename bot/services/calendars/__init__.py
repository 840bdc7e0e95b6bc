"""Meetings in people's calendars: files, feeds, and invitations by e-mail."""
