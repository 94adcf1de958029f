"""What a project says: sentences, charts and evidence, made once for the pages and the report. Knows nothing of Qt."""
