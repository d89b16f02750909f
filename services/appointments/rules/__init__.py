"""Pure rules of appointments: times, ages, families, doses and states."""
