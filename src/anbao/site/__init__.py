"""The graph as a static site: pages, data files, and what the visitor's browser computes with."""

from anbao.extras import require

require("site")
