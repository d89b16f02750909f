"""Whole journeys of residents and staff in a real browser, and what every page met on the way must withstand."""
