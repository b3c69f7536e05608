package io.raptorflow.bench.chaos;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.ingress.IngressApplication;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.db.DataSourceSettings;
import java.io.IOException;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/// The HTTP side as it is shipped, on a database that outlives it.
final class IngressNode {
  private static final int CONNECTIONS = 4;

  private IngressNode() {}

  /// @param arguments port, bootstrap servers, registry, address of the database, owner, owner's
  ///   password, role of the service, its password
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Node node = new Node();
    Bus bus = Node.insist(() -> node.connect(arguments[1], arguments[2]));
    DataSourceSettings database =
        new DataSourceSettings(
            arguments[3], arguments[4], arguments[5], arguments[6], arguments[7], CONNECTIONS);
    ConfigurableApplicationContext context =
        Node.insist(
            () ->
                IngressApplication.start(
                    bus,
                    IngressSettings.standard().at("127.0.0.1", Integer.parseInt(arguments[0])),
                    () -> database,
                    Map.of(),
                    AssetCheck.NONE));
    Runtime.getRuntime().addShutdownHook(new Thread(context::close, "stop"));
    Node.say("ready");
    node.listen(Map::of);
  }
}
