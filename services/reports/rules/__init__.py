"""What can be told of a report without a database: its stages, its photos, and which reports are of one thing."""
