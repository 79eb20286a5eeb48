"""Pages: facts of the model as lines to print. Pure."""
