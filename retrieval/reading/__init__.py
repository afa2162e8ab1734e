"""The reader: how well the sentences of an exchange answer a question, by a trained model."""
