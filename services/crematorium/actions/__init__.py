"""Actions: book, tell the permit, move, give back, hold, pause a furnace, look after undertakers."""
