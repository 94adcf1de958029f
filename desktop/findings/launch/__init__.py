"""What a project says on Launch: the bar, the acceptance test, readiness, the decision."""
