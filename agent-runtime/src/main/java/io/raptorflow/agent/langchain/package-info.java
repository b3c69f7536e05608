/// Language models through LangChain4j; the only code that sees its chat API.
@NullMarked
package io.raptorflow.agent.langchain;

import org.jspecify.annotations.NullMarked;
