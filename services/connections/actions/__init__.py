"""What can be done for systems outside: tokens given and taken back, cases read, events told."""
