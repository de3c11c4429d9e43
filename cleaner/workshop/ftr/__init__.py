"""Rule files from ftr-site-config, the collection of Full-Text RSS: what it knows of 2,000 sites, under our guard.

`source` finds the files, `grammar` reads their lines, `convert` says what becomes of each, `write` makes our files,
`report` counts. The format is described in docs/import-ftr.md.
"""
