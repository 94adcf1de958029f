"""What a project says on Problem: the brief and what is known of the problem."""
