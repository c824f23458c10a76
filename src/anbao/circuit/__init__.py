"""The rule files executed once on unknown findings, as a circuit of Boolean gates.

`gates` and `nodes` are the circuit itself; `triples`, `patterns`, `expressions`,
`algebra` and `updates` evaluate SPARQL updates on triples that each hold under a
condition; `inputs` says what varies between disputes; `compiler` runs the rule
files; `answers` says what is read out; `kernel` evaluates; `storage` keeps what was
compiled; `execution` decides disputes with it.
"""
