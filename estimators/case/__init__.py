"""One case, as a file or a project holds it: what may be asked, how answers are read, and what is taken where they are silent."""
