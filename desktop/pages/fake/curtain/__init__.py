"""Behind the curtain: a person answers what the AI was asked."""
