"""Slots: time, places and quotas that are promised once; whatever has a calendar claims them here, under one primary key."""
