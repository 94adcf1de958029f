"""A report as slides: the pages' blocks, a page to a slide, as text that can be edited."""
