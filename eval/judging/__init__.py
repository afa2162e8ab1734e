"""People judge passages: pools, marks, agreement."""
