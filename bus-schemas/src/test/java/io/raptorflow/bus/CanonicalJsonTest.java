package io.raptorflow.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.campaign.Asset;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {

  /// Components are out of order on purpose.
  record Nested(String zebra, int apple, Map<String, Integer> mango) {}

  @Test
  void writesTheSameTextForARecordAndForItsTree() {
    Nested record = new Nested("z", 1, new TreeMap<>(Map.of("b", 2, "a", 1)));

    String text = CanonicalJson.write(record);

    assertThat(text).isEqualTo("{\"apple\":1,\"mango\":{\"a\":1,\"b\":2},\"zebra\":\"z\"}");
    assertThat(CanonicalJson.write(CanonicalJson.read(text))).isEqualTo(text);
  }

  @Test
  void letsAnybodyComputeTheHashOfAnAssetFromItsSortedJson() {
    Asset asset =
        new Asset(
            "MUSE-002/google_rsa/1",
            "brand",
            "MUSE-002",
            "google_rsa",
            "en-GB",
            "google_search",
            "conversion",
            "",
            "4C",
            "price",
            Map.of("path1", JsonNodeFactory.instance.stringNode("tanks")),
            List.of("P1"),
            1,
            "composed");

    String json = CanonicalJson.MAPPER.valueToTree(asset).toString();

    assertThat(Sha256.hex(CanonicalJson.write(CanonicalJson.read(json)))).isEqualTo(asset.hash());
  }

  @Test
  void keepsTheDigitsOfADecimalAsTheyWereWritten() {
    assertThat(CanonicalJson.write(CanonicalJson.read("{\"a\":1.50,\"b\":100}")))
        .isEqualTo("{\"a\":1.50,\"b\":100}");
    assertThat(CanonicalJson.write(new BigDecimal("2.500"))).isEqualTo("2.500");
  }
}
