"""What can be done with accounts: sign in and out, be invited, be moved, be found again."""
