"""Which premises of a position change no answer to any dispute.

A premise matters if some dispute gets other answers with it than without it. One such
dispute proves that, and is looked for first (`trials`). Where none is found the circuits
of the position with and without the premise are compared by SAT over all findings and
dates (`equivalence`), which decides it.
"""
