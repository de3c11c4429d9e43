"""What many documents of an outlet repeat, and what of it may belong to the articles all the same."""
