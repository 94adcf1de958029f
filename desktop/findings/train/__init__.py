"""What a project says on Train: the runs: accuracy, calibration, mistakes, reuse of the test set."""
