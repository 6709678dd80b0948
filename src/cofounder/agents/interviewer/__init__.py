"""The interviewer: asks, listens, and writes down what the founder means."""
