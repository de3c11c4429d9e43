"""Many documents: read, cleaned and written, with an account of the run."""
