"""The Decide page: the verdict, its reasons, what each option is worth and what would change it."""
