package io.raptorflow.ingress.web;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicTable;
import io.raptorflow.dlq.view.DeadLetterView;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.command.CommandDesk;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.pack.RunDossiers;
import io.raptorflow.ingress.projection.Projector;
import io.raptorflow.ingress.read.AgentViews;
import io.raptorflow.ingress.read.Runs;
import io.raptorflow.ingress.stream.FrameStream;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.websocket.server.WsContextListener;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/// The controllers and what they stand on.
@Configuration(proxyBeanMethods = false)
public class WebBeans {

  @Bean
  AccessFilter accessFilter(IngressSettings settings) {
    return new AccessFilter(settings);
  }

  @Bean
  RequestReader requestReader(IngressSettings settings, Bus bus) {
    return new RequestReader(settings, bus.time());
  }

  @Bean
  Links links(IngressSettings settings) {
    return new Links(settings.workspace());
  }

  @Bean
  RunPresenter runPresenter(Runs runs, Links links) {
    return new RunPresenter(runs, links);
  }

  @Bean
  ProblemAdvice problemAdvice() {
    return new ProblemAdvice();
  }

  @Bean
  LaunchController launchController(
      IngressSettings settings,
      RequestReader reader,
      CommandDesk desk,
      Projector projector,
      Runs runs,
      AgentViews agents) {
    return new LaunchController(settings, reader, desk, projector, runs, agents);
  }

  @Bean
  RunController runController(
      RequestReader reader, Runs runs, RunPresenter presenter, RunDossiers dossiers, Bus bus) {
    return new RunController(reader, runs, presenter, dossiers, bus.time());
  }

  @Bean
  WordController wordController(
      RequestReader reader, Runs runs, CommandDesk desk, Projector projector, Links links) {
    return new WordController(reader, runs, desk, projector, links);
  }

  @Bean
  AgentController agentController(AgentViews agents, Bus bus) {
    return new AgentController(agents, bus.time());
  }

  @Bean
  DashboardController dashboardController() {
    return new DashboardController();
  }

  @Bean
  StreamController streamController(RequestReader reader, Runs runs, FrameStream stream) {
    return new StreamController(reader, runs, stream);
  }

  @Bean
  DeadLetterReader deadLetterReader(DeadLetterView view, DeadLetterCommands commands) {
    return new DeadLetterReader(view, commands);
  }

  @Bean
  DeadLetterController deadLetterController(
      RequestReader bodies, DeadLetterReader reader, DeadLetterCommands commands) {
    return new DeadLetterController(bodies, reader, commands);
  }

  @Bean
  GuardianController guardianController(RequestReader bodies, AssetCheck check) {
    return new GuardianController(bodies, check);
  }

  @Bean
  PlanController planController(
      RequestReader bodies, DeadLetterReader reader, DeadLetterCommands commands) {
    return new PlanController(bodies, reader, commands);
  }

  @Bean
  JobController jobController(
      IngressSettings settings,
      RequestReader bodies,
      DeadLetterReader reader,
      DeadLetterCommands commands,
      TopicTable<JobState> jobs) {
    return new JobController(bodies, reader, commands, jobs, settings.operators());
  }

  @Bean
  RuleController ruleController(
      RequestReader bodies,
      DeadLetterReader reader,
      DeadLetterCommands commands,
      TopicTable<DeadLetterRule> rules) {
    return new RuleController(bodies, reader, commands, rules);
  }

  /// WebSocket handshakes on the path of the server-sent events; anything else goes on to them.
  @Bean
  WebSocketHandlerMapping streamSockets(
      RequestReader reader, StreamController controller, FrameStream stream) {
    StreamSockets sockets = new StreamSockets(reader, controller, stream);
    WebSocketHttpRequestHandler handler =
        new WebSocketHttpRequestHandler(sockets, new DefaultHandshakeHandler());
    handler.setHandshakeInterceptors(List.of(sockets));
    WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
    mapping.setWebSocketUpgradeMatch(true);
    mapping.setUrlMap(Map.of("/api/v3/runs/*/stream", handler));
    mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return mapping;
  }

  /// Tomcat serves WebSocket only when its listener is there.
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSocketContainer() {
    return factory ->
        factory.addContextCustomizers(
            context -> context.addApplicationListener(WsContextListener.class.getName()));
  }
}
