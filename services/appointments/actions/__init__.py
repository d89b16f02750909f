"""What can be done with an appointment: looked for, held, booked, moved, given back, received, called off."""
