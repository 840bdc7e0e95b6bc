"""What people see of meetings and series. All texts are mrkdwn, escaped."""
