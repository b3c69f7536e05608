package io.raptorflow.ingress;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.TopicTable;
import io.raptorflow.dlq.view.DeadLetterView;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.command.CommandDesk;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.db.Database;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.pack.RunDossiers;
import io.raptorflow.ingress.projection.Projector;
import io.raptorflow.ingress.read.AgentViews;
import io.raptorflow.ingress.read.Runs;
import io.raptorflow.ingress.stream.FrameStream;
import io.raptorflow.ingress.stream.FrameTail;
import io.raptorflow.ingress.web.WebBeans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/// The HTTP side of the swarm: a service of its own by [#main], or a part of another process by
/// [#start].
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebBeans.class, IngressHealth.class})
public class IngressApplication {
  private static final Logger LOG = LoggerFactory.getLogger(IngressApplication.class);

  /// Starts the service; settings come from the environment, see [IngressEnvironment].
  public static void main(String[] arguments) {
    Environment environment = new StandardEnvironment();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    BusSettings busSettings = IngressEnvironment.bus(environment);
    IngressSettings settings = IngressEnvironment.ingress(environment);
    DataSourceSettings database = IngressEnvironment.dataSource(environment);
    Bus bus = Bus.connect(busSettings, InstantSource.system(), meters);
    ConfigurableApplicationContext context =
        start(bus, settings, () -> database, Map.of(), AssetCheck.NONE);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      context.close();
                      bus.close();
                    }));
  }

  /// Starts the HTTP side on a bus that belongs to the caller and stays open when the context is
  /// closed. Metrics are served when the bus measures into a [PrometheusMeterRegistry].
  ///
  /// @param db asked for once, as late as possible; may wait until the database answers and the
  ///   topics exist, as nothing reads them earlier
  /// @param more further properties of Spring Boot
  /// @param check who checks assets for `POST /api/v3/guardian/check`
  public static ConfigurableApplicationContext start(
      Bus bus,
      IngressSettings settings,
      Supplier<DataSourceSettings> db,
      Map<String, Object> more,
      AssetCheck check) {
    Instant began = bus.time().instant();
    Map<String, Object> properties = new HashMap<>(defaults());
    properties.put("server.address", settings.address());
    properties.put("server.port", settings.port());
    properties.putAll(more);
    ConfigurableApplicationContext started =
        new SpringApplicationBuilder(IngressApplication.class)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .logStartupInfo(false)
            .properties(properties)
            .initializers(
                context -> {
                  var beans = context.getBeanFactory();
                  beans.registerSingleton("bus", bus);
                  beans.registerSingleton("ingressSettings", settings);
                  beans.registerSingleton("assetCheck", check);
                  ((GenericApplicationContext) context).registerBean(DataSourceSettings.class, db);
                  beans.registerSingleton("meterRegistry", bus.meters());
                  if (bus.meters() instanceof PrometheusMeterRegistry prometheus) {
                    beans.registerSingleton(
                        "prometheusRegistry", prometheus.getPrometheusRegistry());
                  }
                })
            .run();
    LOG.atInfo()
        .addKeyValue("address", settings.address())
        .addKeyValue("port", port(started))
        .addKeyValue("millis", Duration.between(began, bus.time().instant()).toMillis())
        .log("http side is up");
    return started;
  }

  /// Port that the server of a started context listens on.
  public static int port(ConfigurableApplicationContext context) {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static Map<String, Object> defaults() {
    return Map.ofEntries(
        Map.entry("spring.main.lazy-initialization", "true"),
        Map.entry("spring.threads.virtual.enabled", "true"),
        Map.entry("spring.jmx.enabled", "false"),
        Map.entry("spring.jackson.default-property-inclusion", "non_null"),
        Map.entry("spring.web.resources.add-mappings", "false"),
        Map.entry("spring.mvc.problemdetails.enabled", "true"),
        Map.entry("server.error.include-message", "never"),
        Map.entry("server.tomcat.max-http-form-post-size", "1KB"),
        Map.entry("server.shutdown", "immediate"),
        Map.entry("management.endpoints.access.default", "read-only"),
        Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
        Map.entry("management.endpoint.health.show-details", "always"),
        Map.entry("management.health.diskspace.enabled", "false"),
        Map.entry("management.health.ssl.enabled", "false"));
  }

  @Bean(destroyMethod = "close")
  Database database(DataSourceSettings settings) {
    return Database.open(settings);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @Lazy(false)
  Projector projector(Bus bus, Database database) {
    return new Projector(bus, database);
  }

  @Bean
  CommandDesk commandDesk(Bus bus) {
    return new CommandDesk(bus);
  }

  @Bean
  Runs runs(Database database) {
    return new Runs(database);
  }

  @Bean
  AgentViews agentViews(Database database) {
    return new AgentViews(database);
  }

  @Bean
  RunDossiers runDossiers(Runs runs) {
    return new RunDossiers(runs);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @Lazy(false)
  @DependsOn("database") // which waits for the topics
  FrameTail frameTail(Bus bus, IngressSettings settings) {
    return new FrameTail(bus, settings.streams().streamsMax());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @Lazy(false)
  @DependsOn("database") // which waits for the topics
  DeadLetterView deadLetterView(Bus bus) {
    return new DeadLetterView(bus);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @Lazy(false)
  @DependsOn("database") // which waits for the topics
  TopicTable<JobState> deadLetterJobs(Bus bus) {
    return new TopicTable<>(
        bus, Topic.DLQ_JOB_STATE.topicName(), JobState.class, TopicTable.Settings.standard());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @Lazy(false)
  @DependsOn("database") // which waits for the topics
  TopicTable<DeadLetterRule> deadLetterRules(Bus bus) {
    return new TopicTable<>(
        bus, Topic.DLQ_RULES.topicName(), DeadLetterRule.class, TopicTable.Settings.standard());
  }

  @Bean(destroyMethod = "close")
  DeadLetterCommands deadLetterCommands(Bus bus) {
    return new DeadLetterCommands(bus);
  }

  @Bean(destroyMethod = "close")
  FrameStream frameStream(Bus bus, FrameTail tail, IngressSettings settings) {
    return new FrameStream(bus, tail, settings.streams());
  }

  /// Streams end before the server stops, so that their clients hear why.
  @Bean
  @Lazy(false)
  SmartLifecycle streamsEndFirst(FrameTail tail) {
    return new StreamsEndFirst(tail);
  }

  private static final class StreamsEndFirst implements SmartLifecycle {
    private final FrameTail tail;
    private volatile boolean running;

    StreamsEndFirst(FrameTail tail) {
      this.tail = tail;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      tail.close();
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return Integer.MAX_VALUE;
    }
  }
}
