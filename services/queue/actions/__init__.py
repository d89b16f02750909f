"""What can be done in a waiting room: numbers given, called, moved on; boards drawn, speech made, days closed."""
