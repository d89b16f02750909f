"""What can be done at the window: preparing, slips, visits, bookings."""
