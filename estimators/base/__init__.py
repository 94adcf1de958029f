"""The ground floor: numbers, dates and nouns in words, sentences, and the one error that a person can mend.

It imports nothing of ours and nothing heavy, and it is all that `mock_ai` may import of `estimators` (decision 0228).
"""
