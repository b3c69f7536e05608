package io.raptorflow.ingress.web;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The served OpenAPI document against the running server.
public final class OpenApiCheck {
  private OpenApiCheck() {}

  /// What the document must be, also written to `target/openapi.json` to be copied from there.
  public static String expected(ApplicationContext context) throws IOException {
    var mappings =
        context
            .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods();
    String json =
        CanonicalJson.MAPPER
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(new OpenApiGenerator().document(mappings))
            + "\n";
    Files.writeString(Path.of("target", "openapi.json"), json);
    return json;
  }
}
