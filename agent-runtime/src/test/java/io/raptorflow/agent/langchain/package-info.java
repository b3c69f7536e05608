@NullMarked
package io.raptorflow.agent.langchain;

import org.jspecify.annotations.NullMarked;
