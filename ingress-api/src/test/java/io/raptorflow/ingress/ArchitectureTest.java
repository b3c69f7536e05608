package io.raptorflow.ingress;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Outbox;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.ingress.command.CommandDesk;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.raptorflow.ingress");

  @Test
  void writesToTheBusInOnePlaceOnly() {
    onlyTheDeskWrites().check(MAIN);
  }

  @Test
  void noticesAClassThatWritesElsewhere() {
    JavaClasses planted = new ClassFileImporter().importClasses(Smuggler.class, CommandDesk.class);

    assertThatThrownBy(() -> onlyTheDeskWrites().check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Smuggler");
  }

  @Test
  void commandsTheReplayerInOnePlaceOnly() {
    noClasses()
        .that(not(belongToAnyOf(DeadLetterCommands.class)))
        .should()
        .dependOnClassesThat(type(DeadLetterDesk.class).or(type(ReplayJobs.class)))
        .because("every command about dead letters first makes sure that it would be heard")
        .check(MAIN);
  }

  @Test
  void letsOutNothingButCommands() {
    List<Method> doors =
        Arrays.stream(CommandDesk.class.getDeclaredMethods())
            .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
            .toList();

    assertThat(doors)
        .singleElement()
        .satisfies(
            door -> assertThat(door.getParameterTypes()).containsExactly(CampaignCommand.class));
  }

  @Test
  void knowsNeitherAgentsNorLords() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.raptorflow.agent..", "io.raptorflow.lords..", "io.raptorflow.guild..")
        .because("what stands between them is the bus")
        .check(MAIN);
  }

  @Test
  void readsWithoutHttpAndDecidesWithoutSpring() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..ingress.command..", "..ingress.dlq..", "..ingress.pack..", "..ingress.stream..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta.servlet..")
        .because("HTTP and Spring live in the web package")
        .check(MAIN);
  }

  private static ArchRule onlyTheDeskWrites() {
    return noClasses()
        .that(not(belongToAnyOf(CommandDesk.class)))
        .should()
        .dependOnClassesThat(
            type(Outbox.class).or(type(Outgoing.class)).or(assignableTo(Producer.class)))
        .because("this service writes nothing but commands, and CommandDesk writes them");
  }

  /// Does what the rule forbids.
  private static final class Smuggler {
    private final Bus bus;

    Smuggler(Bus bus) {
      this.bus = bus;
    }

    @SuppressWarnings("unused")
    void write(Outgoing out) {
      bus.outbox().publish(out);
    }
  }
}
