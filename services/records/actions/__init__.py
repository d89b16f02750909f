"""What can be done with records: proposed, reviewed, approved, erased, held, and erased again after a restore."""
