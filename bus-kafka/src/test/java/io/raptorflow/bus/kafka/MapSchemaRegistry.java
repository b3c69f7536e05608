package io.raptorflow.bus.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/// A registry in memory that can be out of order.
final class MapSchemaRegistry implements SchemaRegistry {
  private final List<Schema> schemas = new ArrayList<>();
  private boolean down;

  synchronized void goDown() {
    down = true;
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    refuseWhenDown();
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    refuseWhenDown();
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    refuseWhenDown();
    if (id < 1 || id > schemas.size()) {
      throw new SerializationException("no schema " + id);
    }
    return schemas.get(id - 1);
  }

  private void refuseWhenDown() {
    if (down) {
      throw new RegistryUnavailable("down", null);
    }
  }
}
