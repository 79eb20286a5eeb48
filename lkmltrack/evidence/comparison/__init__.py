"""The parts of a comparison: figures of documents, the rows they share, and what is set against what."""
