"""The tests: the same tree as the code, and harness, house, journeys and bare beside it."""
