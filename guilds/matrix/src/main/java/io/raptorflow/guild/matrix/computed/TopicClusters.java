package io.raptorflow.guild.matrix.computed;

import io.raptorflow.guild.matrix.computed.Texts.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.carrot2.clustering.Cluster;
import org.carrot2.clustering.Document;
import org.carrot2.clustering.lingo.LingoClusteringAlgorithm;
import org.carrot2.language.LanguageComponents;

/// Groups of short texts by shared phrases (Lingo: Osinski, Stefanowski and Weiss 2004). The same
/// texts in the same order give the same groups.
final class TopicClusters {
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "en", "English",
          "de", "German",
          "fr", "French",
          "es", "Spanish",
          "it", "Italian",
          "pt", "Portuguese",
          "nl", "Dutch");

  private TopicClusters() {}

  /// A group; a text may stand in several, and is kept in the largest alone.
  record Group(String label, List<String> ids) {
    Group {
      ids = List.copyOf(ids);
    }
  }

  /// Texts as the clusterer reads them.
  private record Fields(Text text) implements Document {
    @Override
    public void visitFields(BiConsumer<String, String> consumer) {
      consumer.accept("text", text.text());
    }
  }

  static boolean knows(String language) {
    return LANGUAGES.containsKey(language);
  }

  /// Groups of at least three texts, the largest first.
  static List<Group> of(List<Text> texts, String language) {
    LanguageComponents words;
    try {
      words =
          LanguageComponents.loader()
              .limitToAlgorithms(new LingoClusteringAlgorithm())
              .limitToLanguages(LANGUAGES.getOrDefault(language, "English"))
              .load()
              .language(LANGUAGES.getOrDefault(language, "English"));
    } catch (IOException broken) {
      throw new UncheckedIOException("stop words cannot be read", broken);
    }
    List<Cluster<Fields>> clusters =
        new LingoClusteringAlgorithm().cluster(texts.stream().map(Fields::new), words);
    List<Cluster<Fields>> sorted = new ArrayList<>(clusters);
    sorted.sort(
        Comparator.<Cluster<Fields>>comparingInt(c -> -c.getDocuments().size())
            .thenComparing(c -> String.join(", ", c.getLabels())));
    List<String> taken = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (Cluster<Fields> cluster : sorted) {
      List<String> ids =
          cluster.getDocuments().stream()
              .map(fields -> fields.text().id())
              .filter(id -> !taken.contains(id))
              .sorted()
              .toList();
      if (ids.size() >= 3) {
        taken.addAll(ids);
        groups.add(new Group(String.join(", ", cluster.getLabels()), ids));
      }
    }
    groups.sort(
        Comparator.<Group>comparingInt(group -> -group.ids().size()).thenComparing(Group::label));
    return groups;
  }
}
