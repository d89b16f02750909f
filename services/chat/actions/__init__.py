"""What can be done in a talk and at the knowledge desk."""
