"""What can be done with an application, one file a matter."""
