"""The tables of the window, one file for each kind of row."""
