"""Backups: a town's rows and files in one sealed file, taken while it serves, proven, and brought back into any database."""
