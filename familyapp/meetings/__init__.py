"""Meetings: the next one and those before, with what people need to come."""

from familyapp.meetings.meeting import (
    Meeting,
    NotTheirsToArrange,
    add_meeting,
    call_off,
    change_meeting,
    may_arrange,
    meeting_called,
    meetings_of,
    next_meeting,
    next_meetings,
)

__all__ = [
    "Meeting",
    "NotTheirsToArrange",
    "add_meeting",
    "call_off",
    "change_meeting",
    "may_arrange",
    "meeting_called",
    "meetings_of",
    "next_meeting",
    "next_meetings",
]
