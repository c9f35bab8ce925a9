"""Every table of the house, for the migrations and for tests: importing this module knows them all."""

from sqlmodel import SQLModel

from familyapp import journal, meetings, network, notifications, passkeys, photos, plan

ROOMS = (network, journal, passkeys, plan, photos, meetings, notifications)
metadata = SQLModel.metadata
