/// Campaigns that prove what the documents claim, at a size and a length that no build has time
/// for. Each prints a verdict and leaves its raw numbers as JSON.
@org.jspecify.annotations.NullMarked
package io.raptorflow.bench;
