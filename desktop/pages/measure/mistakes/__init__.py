"""Where a candidate is wrong: the ways, the matrix of classes, the examples behind a cell, where the model looked."""
