/** vis-network, carried by `vis.js` and loaded with the first neighbourhood. */

import { DataSet } from "vis-data/peer/esm/vis-data.js";
import { Network } from "vis-network/peer/esm/vis-network.js";

/** @type {any} */ (window).anbaoData("vis", { DataSet, Network });
