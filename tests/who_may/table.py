"""What every use case asks: a new one gets a line here, or a test fails."""

from who_may.asking import Table
from who_may.table_action_reminders import ACTION_REMINDERS
from who_may.table_actions import ACTIONS
from who_may.table_actions_recording import ACTIONS_RECORDING
from who_may.table_agendas import AGENDAS
from who_may.table_calendars import CALENDARS
from who_may.table_coverage import COVERAGE
from who_may.table_delivery import DELIVERY
from who_may.table_editions import EDITIONS
from who_may.table_group import GROUP, MEMBERS, REGISTERS
from who_may.table_home import HOME
from who_may.table_matching import MATCHING
from who_may.table_meetings import MEETINGS
from who_may.table_minutes import MINUTES
from who_may.table_paper_exports import PAPER_EXPORTS
from who_may.table_paper_imports import PAPER_IMPORTS
from who_may.table_paper_writing import PAPER_WRITING
from who_may.table_polls import POLLS
from who_may.table_practices import READING, REVIEWING, WRITING
from who_may.table_recommendations import RECOMMENDATIONS

TABLE: Table = (
    MEMBERS
    | REGISTERS
    | GROUP
    | READING
    | WRITING
    | REVIEWING
    | MATCHING
    | DELIVERY
    | MINUTES
    | AGENDAS
    | POLLS
    | PAPER_WRITING
    | CALENDARS
    | MEETINGS
    | ACTIONS
    | ACTIONS_RECORDING
    | ACTION_REMINDERS
    | PAPER_IMPORTS
    | PAPER_EXPORTS
    | HOME
    | EDITIONS
    | COVERAGE
    | RECOMMENDATIONS
)
