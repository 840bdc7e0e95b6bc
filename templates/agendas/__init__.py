"""Agendas in Slack: the list, its forms, and the message that is posted."""
