"""The rooms of the house, in the order in which they stand in menus."""

from portal.service import Service
from services import accounts, applications, desk

ALL: tuple[Service, ...] = (accounts.service, applications.service, desk.service)
