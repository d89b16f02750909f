"""Tables: cremations and what is taken along with them, undertakers and their people, pauses of a furnace."""
