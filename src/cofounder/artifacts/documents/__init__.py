"""The five documents: what they hold, how they refer to each other, how they are made."""
