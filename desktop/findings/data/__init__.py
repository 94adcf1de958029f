"""What a project says on Data: the examples: hygiene, learning curve, sufficiency."""
