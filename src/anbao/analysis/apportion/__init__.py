"""Who pays how much of a loss, in what order, and who recovers from whom.

`terms` reads from the graph what each kind of liability means in money,
`parties` reads who is liable and for what, `reckoning` works out the rest;
`chain` takes the liabilities from decisions.
"""
