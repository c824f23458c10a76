"""The graph behind an address: a SPARQL endpoint of its own, and anybody else's triple store.

`serving` runs Oxigraph's server behind one address with the site; `pushing`
loads the graph into another store; `asking` runs the library there.
"""

from anbao.extras import require

require("endpoint")
