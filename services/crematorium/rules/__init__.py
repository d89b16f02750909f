"""Rules: the old calendar, when somebody can be taken in, what that takes and costs; values only."""
