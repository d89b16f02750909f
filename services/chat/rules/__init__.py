"""What a talk is by itself: how its lines are kept, how figures are reckoned."""
