package io.raptorflow.ingress.web;

import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.check.AssetCheck.Away;
import io.raptorflow.ingress.check.AssetCheck.Checked;
import io.raptorflow.ingress.check.AssetCheck.Unfit;
import io.raptorflow.ingress.check.CheckReport;
import io.raptorflow.ingress.check.CheckRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Checks of assets outside any run.
@RestController
final class GuardianController {
  private final RequestReader bodies;
  private final AssetCheck check;

  GuardianController(RequestReader bodies, AssetCheck check) {
    this.bodies = bodies;
    this.check = check;
  }

  @PostMapping("/api/v3/guardian/check")
  @Operation(
      summary = "Findings of the Guardians for some assets; nothing is stored",
      body = CheckRequest.class)
  CheckReport checkAssets(HttpServletRequest request) throws InterruptedException {
    return switch (check.check(bodies.body(request, CheckRequest.class))) {
      case Checked checked -> checked.report();
      case Unfit unfit ->
          throw new RequestRefused(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "the assets cannot be checked: " + unfit.issues().getFirst().rule(),
              unfit.issues());
      case Away away ->
          throw new RequestRefused(HttpStatus.SERVICE_UNAVAILABLE, away.why(), List.of());
    };
  }
}
