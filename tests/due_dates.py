"""Due dates in words, where and when they are said, and what they mean.

Each line of the tables below is a phrase and what it means: a day; "?" with the days
that it may mean; "over" with the day it was, and perhaps the same a year later; "no
day" for what no calendar has; "none" for words that are no date at all.
"""

from datetime import date

BRUSSELS, NEW_YORK = "Europe/Brussels", "America/New_York"
APIA, TALLINN, LONDON = "Pacific/Apia", "Europe/Tallinn", "Europe/London"
MEETING = date(2027, 3, 2)
WEDNESDAY = "2027-02-10T12:00"

DAYS_OF_THE_WEEK = """
Friday | 2027-02-12
by Friday | 2027-02-12
on Friday | 2027-02-12
by friday. | 2027-02-12
this Friday | 2027-02-12
the coming Friday | 2027-02-12
this coming Friday | 2027-02-12
next Friday | ? 2027-02-12 2027-02-19
by next Friday | ? 2027-02-12 2027-02-19
next Wednesday | 2027-02-17
next Monday | 2027-02-15
next Tuesday | 2027-02-16
next Thursday | ? 2027-02-11 2027-02-18
Wednesday | ? 2027-02-10 2027-02-17
this Wednesday | 2027-02-10
the coming Wednesday | 2027-02-17
Tuesday | 2027-02-16
Friday week | 2027-02-19
Wednesday week | 2027-02-17
Friday next week | 2027-02-19
next week Friday | 2027-02-19
next week, on Friday | 2027-02-19
Friday of next week | 2027-02-19
Monday this week | over 2027-02-08
Monday in two weeks | 2027-02-22
a week on Friday | 2027-02-19
two weeks from Monday | 2027-03-01
the Friday after next | 2027-02-19
last Friday | over 2027-02-05
before Friday | 2027-02-11
Friday at the latest | 2027-02-12
no later than Friday | 2027-02-12
due Fri | 2027-02-12
until Thurs | 2027-02-11
"""
COUNTED = """
today | 2027-02-10
tonight | 2027-02-10
by the end of the day | 2027-02-10
by the end of the day tomorrow | 2027-02-11
EOD Friday | 2027-02-12
EOD | 2027-02-10
by COB | 2027-02-10
tomorrow | 2027-02-11
by tomorrow | 2027-02-11
the day after tomorrow | 2027-02-12
yesterday | over 2027-02-09
before today | over 2027-02-09
before tomorrow | 2027-02-10
in two weeks | 2027-02-24
in 2 weeks | 2027-02-24
within two weeks | 2027-02-24
within the next three days | 2027-02-13
in a week | 2027-02-17
in a week's time | 2027-02-17
in two weeks\u2019 time | 2027-02-24
in a fortnight | 2027-02-24
a fortnight from today | 2027-02-24
in ten days | 2027-02-20
in 10 working days | 2027-02-24
in 3 business days | 2027-02-15
in a couple of weeks | 2027-02-24
in a month | 2027-03-10
in three months | 2027-05-10
in a quarter | 2027-05-10
in half a year | 2027-08-10
in a year | 2028-02-10
in a year and a half | 2028-08-10
six weeks from now | 2027-03-24
two weeks ago | over 2027-01-27
in 999 years | no day
in 999 months | no day
in a few days | none
soon | none
"""
WRITTEN = """
3 December | 2027-12-03
by 3 December | 2027-12-03
by the 3rd of December | 2027-12-03
by December 3 | 2027-12-03
by December 3rd, 2027 | 2027-12-03
3 Dec. | 2027-12-03
3 Sept 2027 | 2027-09-03
by 3 dec 27 | 2027-12-03
3 December 2028 | 2028-12-03
Friday, 3 December | 2027-12-03
Thursday 3 December | ? 2027-12-02 2027-12-03
Monday 3 May | 2027-05-03
10 February | 2027-02-10
9 February | over 2027-02-09 2028-02-09
10 January | over 2027-01-10 2028-01-10
12 August | 2027-08-12
5 February 2027 | over 2027-02-05
31 April | no day
30 February | no day
29 February | ? 2027-02-28 2028-02-29
29 February 2027 | no day
29 February 2028 | 2028-02-29
by 2027-02-19 | 2027-02-19
2027-02-19 | 2027-02-19
2027/2/19 | 2027-02-19
by 20270219 | 2027-02-19
20270219 | none
2027-02-30 | no day
2027-13-01 | no day
2526-02-19 | no day
2021-11-15 | over 2021-11-15
31.12.2027 | 2027-12-31
31. 12. 2027 | 2027-12-31
by 31.12. | 2027-12-31
by 3.4. | 2027-04-03
31.12. | none
by 31.4. | no day
03/04 | ? 2027-03-04 2027-04-03
3/4/27 | ? 2027-03-04 2027-04-03
by 03/04/2027 | ? 2027-03-04 2027-04-03
03-04-2027 | ? 2027-03-04 2027-04-03
by 01/02 | ? 2028-01-02 2028-02-01
by 02/11 | ? 2027-02-11 2027-11-02
4/4 | 2027-04-04
31/12 | 2027-12-31
12/31 | 2027-12-31
19-02-2027 | 2027-02-19
13/13 | no day
01/02/2026 | over 2026-02-01
the 15th | 2027-02-15
by the 10th | 2027-02-10
by the 5th | 2027-03-05
the 5th of next month | 2027-03-05
the 5th of this month | over 2027-02-05
the 31st | ? 2027-02-28 2027-03-31
before 3 December | 2027-12-02
before 1 March | 2027-02-28
"""
PERIODS = """
end of the week | 2027-02-12
this week | 2027-02-12
next week | 2027-02-19
by next week | ? 2027-02-15 2027-02-19
by the end of next week | 2027-02-19
before next week | 2027-02-14
beginning of next week | 2027-02-15
by the weekend | ? 2027-02-12 2027-02-14
week 8 | 2027-02-26
in CW 8 | 2027-02-26
by week 60 | no day
end of the month | 2027-02-28
by month's end | 2027-02-28
EOM | 2027-02-28
before the end of the month | 2027-02-28
end of next month | 2027-03-31
beginning of next month | 2027-03-01
mid-March | 2027-03-15
the middle of March | 2027-03-15
end of March | 2027-03-31
by the end of February 2028 | 2028-02-29
end of January | 2028-01-31
by March | ? 2027-03-01 2027-03-31
in March | 2027-03-31
before March | 2027-02-28
by February | 2027-02-28
in May 2028 | 2028-05-31
May | none
March | none
by Q1 | 2027-03-31
end of Q1 | 2027-03-31
by Q2 | ? 2027-04-01 2027-06-30
in Q2 2028 | 2028-06-30
end of Q4 | 2027-12-31
Q1 | none
by the end of the third quarter | 2027-09-30
end of the quarter | 2027-03-31
next quarter | 2027-06-30
in H2 | 2027-12-31
end of the year | 2027-12-31
by year end | 2027-12-31
by the end of 2028 | 2028-12-31
by 2028 | ? 2028-01-01 2028-12-31
in 2021 | over 2021-12-31
by Christmas | 2027-12-25
before Easter | 2027-03-27
by New Year's Eve | 2027-12-31
before the next meeting | 2027-03-02
by our next meeting | 2027-03-02
a week before the next meeting | 2027-02-23
two days before Christmas | 2027-12-23
a month before 31 March | 2027-02-28
two weeks before soon | none
"""
NO_DATES = """
by tomorrow's standards | none
the 2021 report | none
second opinion | none
the second | none
by hand | none
by the end | none
in spring | none
noon | none
by all means | none
version 2.1 | none
Fridays | none
two weeks | none
12 | none
0/1 | no day
by 3 | none
in time | none
next time | none
the weekend | none
mayday | none
by march 3000 bc | none
sundays | none
"""
WITH_HOURS = """
by Friday noon | 2027-02-12
Friday 17:00 | 2027-02-12
tomorrow at 5pm | 2027-02-11
by Monday morning | 2027-02-15
noon on Friday | 2027-02-12
3 December, 14:00 CET | 2027-12-03
"""
# Where the clocks are changed, and where it is another day already or still.
ELSEWHERE = [
    # Half an hour before midnight in winter time, and after it in summer time.
    (BRUSSELS, "2027-03-27T22:30", "today | 2027-03-27"),
    (BRUSSELS, "2027-03-27T22:30", "tomorrow | 2027-03-28"),
    (BRUSSELS, "2027-03-27T23:30", "today | 2027-03-28"),
    (BRUSSELS, "2027-03-28T00:59", "tomorrow | 2027-03-29"),
    (BRUSSELS, "2027-03-28T01:00", "tomorrow | 2027-03-29"),
    (BRUSSELS, "2027-03-28T21:59", "today | 2027-03-28"),
    (BRUSSELS, "2027-03-28T22:00", "today | 2027-03-29"),
    (BRUSSELS, "2027-03-28T22:30", "in two weeks | 2027-04-12"),
    (BRUSSELS, "2027-03-27T22:30", "in a week | 2027-04-03"),
    (BRUSSELS, "2027-03-27T22:30", "next Sunday | ? 2027-03-28 2027-04-04"),
    (BRUSSELS, "2027-10-31T22:30", "today | 2027-10-31"),
    (BRUSSELS, "2027-10-31T22:59", "end of the month | 2027-10-31"),
    (BRUSSELS, "2027-10-31T23:00", "end of the month | 2027-11-30"),
    (BRUSSELS, "2027-10-30T22:00", "Sunday | ? 2027-10-31 2027-11-07"),
    (LONDON, "2027-03-28T22:59", "tomorrow | 2027-03-29"),
    (LONDON, "2027-03-28T23:00", "tomorrow | 2027-03-30"),
    (TALLINN, "2027-03-28T21:00", "today | 2027-03-29"),
    (TALLINN, "2027-10-31T21:59", "today | 2027-10-31"),
    (NEW_YORK, "2027-03-14T04:30", "today | 2027-03-13"),
    (NEW_YORK, "2027-03-14T05:00", "today | 2027-03-14"),
    (NEW_YORK, "2027-03-15T03:59", "tomorrow | 2027-03-15"),
    (NEW_YORK, "2027-03-15T04:00", "tomorrow | 2027-03-16"),
    (NEW_YORK, "2027-11-08T04:30", "today | 2027-11-07"),
    (NEW_YORK, "2027-11-07T03:59", "Sunday | 2027-11-07"),
    (NEW_YORK, "2027-02-11T04:30", "Friday | 2027-02-12"),
    (NEW_YORK, "2027-02-11T04:30", "this Wednesday | 2027-02-10"),
    (NEW_YORK, "2027-02-12T04:30", "10 February | over 2027-02-10 2028-02-10"),
    (NEW_YORK, "2027-02-12T04:30", "11 February | 2027-02-11"),
    (APIA, WEDNESDAY, "today | 2027-02-11"),
    (APIA, WEDNESDAY, "Thursday | ? 2027-02-11 2027-02-18"),
    (APIA, WEDNESDAY, "10 February | over 2027-02-10 2028-02-10"),
    (APIA, WEDNESDAY, "next Friday | ? 2027-02-12 2027-02-19"),
    # Samoa had no 30 December 2011.
    (APIA, "2011-12-30T09:59", "today | 2011-12-29"),
    (APIA, "2011-12-30T10:00", "today | 2011-12-31"),
    (APIA, "2011-12-30T10:00", "by Saturday | ? 2011-12-31 2012-01-07"),
    ("Pacific/Kiritimati", "2027-02-10T10:00", "today | 2027-02-11"),
    ("Pacific/Pago_Pago", "2027-02-10T10:59", "today | 2027-02-09"),
    ("Asia/Kathmandu", "2027-02-10T18:14", "tomorrow | 2027-02-11"),
    ("Asia/Kathmandu", "2027-02-10T18:15", "tomorrow | 2027-02-12"),
    ("Australia/Lord_Howe", "2027-04-03T13:00", "today | 2027-04-04"),
    ("Australia/Lord_Howe", "2027-04-04T13:29", "today | 2027-04-04"),
    ("Pacific/Chatham", "2027-04-03T10:15", "today | 2027-04-04"),
    # Leap days.
    (BRUSSELS, "2028-02-28T12:00", "tomorrow | 2028-02-29"),
    (BRUSSELS, "2028-02-28T23:30", "today | 2028-02-29"),
    (BRUSSELS, "2028-02-28T12:00", "29 February | 2028-02-29"),
    (BRUSSELS, "2028-02-28T12:00", "end of the month | 2028-02-29"),
    (BRUSSELS, "2028-02-29T12:00", "in a year | 2029-02-28"),
    (BRUSSELS, "2028-02-29T12:00", "in four years | 2032-02-29"),
    (BRUSSELS, "2028-02-29T12:00", "in a month | 2028-03-29"),
    (BRUSSELS, "2028-03-01T12:00", "29 February | over 2028-02-29"),
    (BRUSSELS, "2028-08-29T12:00", "in six months | 2029-02-28"),
    # The ends of months and years.
    (BRUSSELS, "2027-01-31T12:00", "in a month | 2027-02-28"),
    (BRUSSELS, "2027-01-31T12:00", "end of next month | 2027-02-28"),
    (BRUSSELS, "2027-01-31T12:00", "next month | 2027-02-28"),
    (BRUSSELS, "2027-05-31T12:00", "in a month | 2027-06-30"),
    (BRUSSELS, "2027-12-31T22:30", "today | 2027-12-31"),
    (BRUSSELS, "2027-12-31T23:30", "today | 2028-01-01"),
    (BRUSSELS, "2027-12-31T23:30", "end of the year | 2028-12-31"),
    (BRUSSELS, "2027-12-31T22:30", "end of the year | 2027-12-31"),
    (BRUSSELS, "2027-12-31T23:30", "by Q1 | 2028-03-31"),
    (NEW_YORK, "2028-01-01T03:00", "end of Q4 | 2027-12-31"),
    (NEW_YORK, "2028-01-01T03:00", "tomorrow | 2028-01-01"),
    (BRUSSELS, "2027-11-22T12:00", "10 January | 2028-01-10"),
    (BRUSSELS, "2027-11-22T12:00", "by Q1 | ? 2028-01-01 2028-03-31"),
    (BRUSSELS, "2027-12-28T12:00", "in two weeks | 2028-01-11"),
    (BRUSSELS, "2027-12-28T12:00", "week 1 | 2028-01-07"),
    (BRUSSELS, "2026-12-28T12:00", "week 53 | 2027-01-01"),
    (BRUSSELS, "2027-12-05T12:00", "3 December | over 2027-12-03 2028-12-03"),
    # At the weekend.
    (BRUSSELS, "2027-02-13T12:00", "end of the week | ? 2027-02-14 2027-02-19"),
    (BRUSSELS, "2027-02-13T12:00", "this Friday | 2027-02-19"),
    (BRUSSELS, "2027-02-14T12:00", "this week | ? 2027-02-14 2027-02-19"),
    (BRUSSELS, "2027-02-13T12:00", "next Friday | 2027-02-19"),
    (BRUSSELS, "2027-02-14T12:00", "next Monday | ? 2027-02-15 2027-02-22"),
    (BRUSSELS, "2027-02-14T12:00", "next week | 2027-02-19"),
    (BRUSSELS, "2027-02-13T12:00", "in 1 working day | 2027-02-15"),
]

# A line; its title, where that is another; and what its date means.
FOUND = """
send the figures by 3 December | send the figures | 2027-12-03
send the figures in two weeks | send the figures | 2027-02-24
send the figures next Friday | send the figures | ? 2027-02-12 2027-02-19
send the figures, due Friday | send the figures | 2027-02-12
send the figures (by 3 December). | send the figures | 2027-12-03
send the figures before the next meeting | send the figures | 2027-03-02
send the figures by 31 April | send the figures | no day
send the figures by 3 May 2021 | send the figures | over 2021-05-03
send it by post by Friday | send it by post | 2027-02-12
by Friday: send the figures | send the figures | 2027-02-12
by 3 December, send the figures | send the figures | 2027-12-03
choose 3/4 | choose | ? 2027-03-04 2027-04-03
call the hospital Monday 5pm | call the hospital Monday 5pm | 2027-02-15
send it by Friday to the board | send it by Friday to the board | ? 2027-02-12
measure it by tomorrow's standards | | none
finish the 2021 report | | none
get a second opinion | | none
ask what we may | | none
plan the march | | none
check section 3/4 | | none
read the minutes of 3 December | | none
prepare the workshop for Friday | | none
report the figures published in 2021 | | none
write up what was said yesterday | | none
agenda between 3 and 5 December | | none
write every Friday | | none
install version 2.1. | | none
sort them by hand | | none
look after the sun | | none
compare with Q1 | | none
agree on 50/50 | | none
come every second Monday | | none
send it Friday or Monday | | none
send it Friday 4 or Monday 7 June | | none
send it a week before the next meeting | send it | 2027-02-23
tomorrow | | none
by Friday | | none
"""


def table(text, zone=BRUSSELS, now=WEDNESDAY):
    rows = [line.split(" | ") for line in text.strip().splitlines()]
    return [(zone, now, phrase, meant) for phrase, meant in rows]


ALL = [
    *(
        row
        for text in (DAYS_OF_THE_WEEK, COUNTED, WRITTEN, PERIODS, NO_DATES)
        for row in table(text)
    ),
    *(row for zone, now, line in ELSEWHERE for row in table(line, zone, now)),
]
