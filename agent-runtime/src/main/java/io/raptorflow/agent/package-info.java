/// What an agent is and how one runs: files, runner, tools, outputs. Knows neither Kafka nor
/// Spring.
@NullMarked
package io.raptorflow.agent;

import org.jspecify.annotations.NullMarked;
