"""Data of what is not labelled: cases, what a good answer to each says, and which are held out."""
