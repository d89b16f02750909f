"""What a talk is by itself: how its lines are kept, what is masked, how figures are reckoned."""
