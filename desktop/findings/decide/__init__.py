"""What a project says on Decide: the verdict, what the options are worth and what would change it."""
