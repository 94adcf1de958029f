"""What a project says on Fake it: the fake, its demo sessions, and what people accepted."""
