"""Valid rows and words for tests, one module per noun."""
