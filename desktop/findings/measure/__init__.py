"""What a project says on Measure: candidates and runs: accuracy, calibration, mistakes, reuse of the test set."""
