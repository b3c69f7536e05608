package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QueryPropertyTest {
  @Test
  void readsItsOwnWritingBackIn100000RandomFilters() {
    RandomTerms terms = new RandomTerms(new SplittableRandom(20261120));

    for (int i = 0; i < 100_000; i++) {
      DeadLetterQuery query = new DeadLetterQuery(terms.term(i % 5));
      DeadLetterQuery again = DeadLetterQuery.parse(query.toString());
      if (!again.equals(query)
          || again.hashCode() != query.hashCode()
          || !again.toString().equals(query.toString())) {
        assertThat(again).as("round %d", i).isEqualTo(query);
        assertThat(again).hasToString(query.toString());
      }
    }
  }

  @Test
  void agreesWithTheNaiveEvaluationOn100000Pairs() {
    RandomTerms terms = new RandomTerms(new SplittableRandom(7));
    List<Sample> letters = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      letters.add(terms.letter());
    }

    int admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      Term term = terms.term(i % 4);
      DeadLetterQuery query = new DeadLetterQuery(term);
      for (int j = 0; j < 10; j++) {
        Sample letter = letters.get((i * 31 + j * 47) % letters.size());
        boolean admits = query.admits(letter, Sample.NOW);
        admitted += admits ? 1 : 0;
        if (admits != NaiveEvaluation.admits(term, letter)) {
          throw new AssertionError(query + " gave " + admits + " for " + letter.row());
        }
      }
    }

    assertThat(admitted).isBetween(25_000, 75_000);
  }
}
