"""What is given of the law: norms, positions, and what HermiT classifies of them."""
