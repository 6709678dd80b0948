"""The JSON edge: parse, call a use case, answer with exactly the contract's fields."""
