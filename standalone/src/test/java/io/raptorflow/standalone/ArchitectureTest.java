package io.raptorflow.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The arrows of the house, and rules that the compiler does not know.
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.raptorflow");

  @TestFactory
  Stream<DynamicTest> keeps() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "guilds apart from each other and from the Lords",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.guild..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.raptorflow.lords..")
            .because("Lords and guilds know each other only through topics"));
    rules.put(
        "Lords apart from guilds",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.lords..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.raptorflow.guild..")
            .because("Lords and guilds know each other only through topics"));
    rules.put(
        "guild from guild",
        slices()
            .matching("io.raptorflow.guild.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a guild is deployed alone"));
    rules.put(
        "agents without Kafka, but for their host",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.agent..")
            .and()
            .resideOutsideOfPackage("io.raptorflow.agent.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.raptorflow.bus.kafka..", "org.apache.kafka..", "org.springframework..")
            .because("an agent runs and is tested without a bus"));
    rules.put(
        "deciding free of Kafka and Spring",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.lords..")
            .and()
            .resideOutsideOfPackages("io.raptorflow.lords.host..", "io.raptorflow.lords.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.raptorflow.bus.kafka..", "org.apache.kafka..", "org.springframework..")
            .because("a decision is a pure function; the host does the rest"));
    rules.put(
        "deciding free of clocks and chance",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.lords..")
            .and()
            .resideOutsideOfPackages("io.raptorflow.lords.host..", "io.raptorflow.lords.audit..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .because("a log read again must give the same decisions"));
    rules.put(
        "the bus below everything",
        noClasses()
            .that()
            .resideInAPackage("io.raptorflow.bus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.raptorflow.agent..",
                "io.raptorflow.lords..",
                "io.raptorflow.guild..",
                "io.raptorflow.dlq..",
                "io.raptorflow.ingress..",
                "io.raptorflow.standalone..")
            .because("arrows point down"));
    rules.put(
        "nothing on standalone",
        noClasses()
            .that()
            .resideOutsideOfPackage("io.raptorflow.standalone..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.raptorflow.standalone..")
            .because("standalone is put together last"));
    rules.put(
        "LangChain4j behind its port",
        noClasses()
            .that()
            .resideOutsideOfPackages("io.raptorflow.agent.langchain..")
            .and()
            .doNotHaveFullyQualifiedName("io.raptorflow.agent.Tool")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.langchain4j..")
            .because("providers change; the port stays"));
    rules.put(
        "generated classes inside the codec",
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.raptorflow.bus.avro..",
                "io.raptorflow.bus.codec..",
                "io.raptorflow.bus.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.raptorflow.bus.avro..")
            .because("domain records travel inside the house, Avro outside"));
    rules.put(
        "names that say the job",
        noClasses()
            .that()
            .resideOutsideOfPackage("io.raptorflow.bus.avro..")
            .should()
            .haveNameMatching(".*(Manager|Helper|Impl|Utils?|Base|Common|Wrapper|Misc|Info)")
            .because("such a name says nothing of the job; name the job"));
    rules.put(
        "no inheritance of code",
        classes()
            .that()
            .areNotInterfaces()
            .and()
            .resideOutsideOfPackage("io.raptorflow.bus.avro..")
            .and()
            .areNotEnums()
            .should()
            .notHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
            .because("a base class attracts everything; compose"));
    rules.put(
        "no sleeping",
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("time is an argument; wait for an event"));
    return rules.entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(HOUSE)));
  }
}
