"""The law as data: norms, positions, and their classification by HermiT."""
