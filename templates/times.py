"""Times as people read them: in their own zone, and in words."""

from datetime import datetime

from templates.documents.words import long_date

WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


def reader_time(moment: datetime) -> str:
    """Return a date token: Slack shows it in the reader's own zone.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    fallback = f"{long_date(moment.date())}, {moment:%H:%M} UTC"
    stamp = int(moment.timestamp())
    return f"<!date^{stamp}^{{date_long_pretty}}, {{time}}|{fallback}>"
