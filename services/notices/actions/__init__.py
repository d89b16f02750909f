"""What can be done with notices to many, and with disaster mode."""
