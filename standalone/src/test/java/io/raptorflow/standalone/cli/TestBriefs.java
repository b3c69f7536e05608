package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/// The shipped samples and the briefs of the tests, for tests of other packages.
public final class TestBriefs {
  private TestBriefs() {}

  public record Brief(String brief, List<Attachment> sources) {}

  /// @param name a shipped sample, or a brief below `briefs/` of the test resources
  public static Brief read(String name) {
    BriefFile file = BriefFile.read(path(name));
    return new Brief(file.brief(), file.sources());
  }

  private static String path(String name) {
    URL resource = TestBriefs.class.getResource("/briefs/" + name + ".json");
    if (resource == null) {
      return name;
    }
    try {
      return Path.of(resource.toURI()).toString();
    } catch (URISyntaxException strange) {
      throw new IllegalArgumentException("no path for brief " + name, strange);
    }
  }
}
