"""What the tests stand on: real servers, a real browser and real page checkers, each in a file of its own."""
