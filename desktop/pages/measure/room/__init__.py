"""The grading room: one answer large, keys only, who wrote it hidden."""
