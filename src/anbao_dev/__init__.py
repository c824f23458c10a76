"""What `make generate` runs; not part of the package that is shipped."""
