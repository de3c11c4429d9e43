"""Steps for other people's pipelines: each a thin skin over one function, none loaded before it is asked for."""
