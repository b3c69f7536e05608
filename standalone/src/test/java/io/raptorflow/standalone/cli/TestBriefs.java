package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import java.util.List;

/// The shipped samples, for tests of other packages.
public final class TestBriefs {
  private TestBriefs() {}

  public record Brief(String brief, List<Attachment> sources) {}

  public static Brief read(String name) {
    BriefFile file = BriefFile.read(name);
    return new Brief(file.brief(), file.sources());
  }
}
