/// The same graphs of agents on this project and on its peers: `raptor bench dag`.
@org.jspecify.annotations.NullMarked
package io.raptorflow.bench.dag;
