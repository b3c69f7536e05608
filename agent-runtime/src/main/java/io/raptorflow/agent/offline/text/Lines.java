package io.raptorflow.agent.offline.text;

import static io.raptorflow.agent.offline.text.Frame.Angle.ACTION;
import static io.raptorflow.agent.offline.text.Frame.Angle.AUDIENCE;
import static io.raptorflow.agent.offline.text.Frame.Angle.BRAND;
import static io.raptorflow.agent.offline.text.Frame.Angle.CATEGORY;
import static io.raptorflow.agent.offline.text.Frame.Angle.FEATURE;
import static io.raptorflow.agent.offline.text.Frame.Angle.PAIN;
import static io.raptorflow.agent.offline.text.Frame.Angle.PRICE;
import static io.raptorflow.agent.offline.text.Frame.Angle.PROMISE;
import static io.raptorflow.agent.offline.text.Frame.Angle.PROOF;
import static io.raptorflow.agent.offline.text.Frame.Angle.TRIGGER;
import static io.raptorflow.agent.offline.text.Tone.Register.BOLD;
import static io.raptorflow.agent.offline.text.Tone.Register.CALM;
import static io.raptorflow.agent.offline.text.Tone.Register.DRY;
import static io.raptorflow.agent.offline.text.Tone.Register.PLAIN;
import static io.raptorflow.agent.offline.text.Tone.Register.PRECISE;
import static io.raptorflow.agent.offline.text.Tone.Register.WARM;

import java.util.List;

/// The shapes of headlines and of lines that stand alone.
public final class Lines {
  /// Headlines: fragments and short sentences, up to about 40 characters.
  public static final List<Frame> HEADLINES =
      List.of(
          Frame.of(FEATURE, "4C", "{nf}", PLAIN, PRECISE),
          Frame.of(FEATURE, "4C", "{v}", PLAIN),
          Frame.of(FEATURE, "4C", "{sf}", PLAIN),
          Frame.of(FEATURE, "4C", "{nh}", PLAIN),
          Frame.of(FEATURE, "4C", "{f}", PLAIN),
          Frame.of(FEATURE, "4C", "{kw}, {nh}", PRECISE),
          Frame.of(FEATURE, "4C", "{core}, {nh}", PRECISE),
          Frame.of(FEATURE, "FAB", "{kw}: {nf}", PRECISE),
          Frame.of(FEATURE, "FAB", "{name}: {nf}", PRECISE),
          Frame.of(FEATURE, "FAB", "{name}: {nh}", PRECISE),
          Frame.of(FEATURE, "FAB", "{kw} that {vk}", PLAIN, CALM),
          Frame.of(FEATURE, "FAB", "{name} {vf}", PLAIN, CALM),
          Frame.of(FEATURE, "FAB", "{first}: {f}", PRECISE),
          Frame.of(FEATURE, "FAB", "{nh} and {nh2}", PLAIN),
          Frame.of(FEATURE, "FAB", "See {it|them} {bf}", PLAIN),
          Frame.of(FEATURE, "FAB", "{nh}, and {it|they} {vf}", WARM),
          Frame.of(CATEGORY, "4C", "{core}", PLAIN, CALM),
          Frame.of(CATEGORY, "4C", "{brand} {kw}", PLAIN),
          Frame.of(CATEGORY, "4C", "{core} by {brand}", PLAIN, CALM),
          Frame.of(CATEGORY, "4C", "{first} {kw}", PLAIN),
          Frame.of(ACTION, "AIDA", "A closer look at {kws}", CALM, PRECISE),
          Frame.of(CATEGORY, "4C", "{kw} from {brand}", PLAIN),
          Frame.of(CATEGORY, "4C", "{kw} with {parts}", PRECISE),
          Frame.of(CATEGORY, "4C", "{parts}", PLAIN),
          Frame.of(CATEGORY, "4C", "{kw}", PLAIN),
          Frame.of(CATEGORY, "4C", "Inside {name}: {parts}", PRECISE),
          Frame.of(PAIN, "PAS", "{pain}?", DRY),
          Frame.of(PAIN, "PAS", "{pain}? {name}", DRY),
          Frame.of(PAIN, "PAS", "{pain}? See {name}", PLAIN),
          Frame.of(PAIN, "PAS", "{pain}? Meet {first}", WARM),
          Frame.of(PAIN, "PAS", "{pain}? {nf}", DRY, PRECISE),
          Frame.of(PAIN, "PAS", "Tired of {tpain}?", WARM),
          Frame.of(TRIGGER, "AIDA", "{trig} on the list?", WARM),
          Frame.of(TRIGGER, "AIDA", "{trig}, meet {name}", DRY),
          Frame.of(TRIGGER, "AIDA", "{trig}? {name}", BOLD),
          Frame.of(TRIGGER, "4C", "{kw} for {thetrig}", PLAIN, CALM),
          Frame.of(TRIGGER, "4C", "{name} for {thetrig}", PLAIN, CALM),
          Frame.of(TRIGGER, "AIDA", "{trig}: see {first}", PLAIN),
          Frame.of(PROOF, "4C", "{claim}", PRECISE, CALM),
          Frame.of(PROOF, "4C", "{kw}: {claim}", PRECISE),
          Frame.of(PROOF, "4C", "{name}: {claim}", PRECISE),
          Frame.of(PROOF, "4C", "On record: {claim}", CALM),
          Frame.of(PRICE, "4C", "{kw}, {pricetight}", PLAIN),
          Frame.of(PRICE, "4C", "{name}, {pricetight}", PLAIN),
          Frame.of(PRICE, "4C", "{name} at {priceper}", CALM),
          Frame.of(PRICE, "4C", "{pricetight}: {name}", PRECISE),
          Frame.of(PRICE, "4C", "{nh} for {pricetight}", BOLD),
          Frame.of(PRICE, "4C", "What {name} costs: {pricetight}", CALM),
          Frame.of(PRICE, "4C", "{priceper} for {name}", PRECISE),
          Frame.of(PRICE, "4C", "{core} at {pricetight}", PLAIN),
          Frame.of(AUDIENCE, "4C", "For {people}", PLAIN),
          Frame.of(AUDIENCE, "4C", "{kw} for {people}", PLAIN, CALM),
          Frame.of(AUDIENCE, "4C", "{name} for {people}", CALM),
          Frame.of(AUDIENCE, "4C", "Made for {people}", WARM),
          Frame.of(AUDIENCE, "AIDA", "{people}, meet {first}", WARM, DRY),
          Frame.of(AUDIENCE, "FAB", "{people}: {nf}", PRECISE),
          Frame.of(ACTION, "AIDA", "{cta}", BOLD, PLAIN),
          Frame.of(ACTION, "AIDA", "See {name}", PLAIN, CALM),
          Frame.of(ACTION, "AIDA", "{cta} at {host}", PLAIN),
          Frame.of(ACTION, "AIDA", "{kws} at {host}", PLAIN, CALM),
          Frame.of(AUDIENCE, "AIDA", "{people}: see {name}", PLAIN, CALM),
          Frame.of(AUDIENCE, "4C", "{kw} for the {role}", CALM, PLAIN),
          Frame.of(AUDIENCE, "FAB", "For your {role}: {nh}", PRECISE),
          Frame.of(AUDIENCE, "FAB", "For your {role}: {f}", PRECISE),
          Frame.of(AUDIENCE, "4C", "Show {name} to your {role}", WARM),
          Frame.of(AUDIENCE, "AIDA", "{people}, see {kws}", WARM),
          Frame.of(ACTION, "AIDA", "Meet {first}", WARM),
          Frame.of(ACTION, "AIDA", "More about {name}", WARM),
          Frame.of(ACTION, "AIDA", "Ask {brand} about {kws}", WARM),
          Frame.of(ACTION, "AIDA", "Visit {host}", PLAIN),
          Frame.of(BRAND, "4C", "By {brand}", PLAIN),
          Frame.of(BRAND, "4C", "{name} by {brand}", CALM),
          Frame.of(BRAND, "4C", "{brand}: {core}", PLAIN),
          Frame.of(BRAND, "4C", "From {brand} to {people}", WARM),
          Frame.of(BRAND, "FAB", "{brand}: {nf}", PRECISE),
          Frame.of(PRICE, "4C", "{priceper} at {brand}", CALM),
          Frame.of(ACTION, "AIDA", "{cta}, {pricetight}", BOLD),
          Frame.of(BRAND, "4C", "{first}", BOLD),
          Frame.of(BRAND, "4C", "{name}", BOLD),
          Frame.of(PROMISE, "4C", "{promise}", BOLD, CALM, PLAIN, WARM));

  /// Lines of one or two sentences, about 40 to 140 characters, each of which stands alone.
  public static final List<Frame> STATEMENTS =
      List.of(
          Frame.of(FEATURE, "FAB", "{name} {gives|give} you {anf} and {vf}.", PLAIN, WARM),
          Frame.of(FEATURE, "FAB", "{name} {vf} and {vf2}.", PRECISE, CALM),
          Frame.of(FEATURE, "FAB", "{nf}, and {it|they} {vf}.", PLAIN, WARM),
          Frame.of(FEATURE, "FAB", "{nf}. {name} also {vf}.", PLAIN, PRECISE),
          Frame.of(FEATURE, "FAB", "{name} {is|are} {acore} that {vk}.", CALM, PRECISE),
          Frame.of(FEATURE, "FAB", "{name} {vf}, with {anf}.", PRECISE, CALM),
          Frame.of(FEATURE, "FAB", "{acore} from {brand}: {nf}.", PLAIN),
          Frame.of(FEATURE, "4C", "{nf}. That is {name} from {brand}.", DRY),
          Frame.of(FEATURE, "FAB", "{brand} built {name} so that {it|they} {vf}.", WARM, CALM),
          Frame.of(FEATURE, "FAB", "{name} {has|have} {anf} and {anf2}.", PLAIN),
          Frame.of(FEATURE, "4C", "{name} {is|are} {sf}.", PLAIN, CALM),
          Frame.of(FEATURE, "FAB", "{name} {is|are} {sf}, with {anf}.", PLAIN),
          Frame.of(FEATURE, "FAB", "{name} at a glance: {f}; {f2}.", PRECISE),
          Frame.of(FEATURE, "FAB", "Look closer at {name}: {f}.", WARM),
          Frame.of(PAIN, "PAS", "{pain}? {name} {vf}.", PLAIN, WARM),
          Frame.of(PAIN, "PAS", "{pain}? {name} {gives|give} you {anf}.", PLAIN, WARM),
          Frame.of(PAIN, "PAS", "{pain}? Look at {anf}: {name}.", DRY),
          Frame.of(PAIN, "PAS", "Tired of {tpain}? {name} {vf}.", WARM, BOLD),
          Frame.of(PAIN, "PAS", "{pain}? {name} by {brand}: {f}.", PRECISE),
          Frame.of(PAIN, "PAS", "{pain}, {pain2}: {people} know both. Meet {first}.", DRY, CALM),
          Frame.of(PAIN, "PAS", "{people} know this one: {pain}. {name} {vf}.", CALM, PRECISE),
          Frame.of(PAIN, "PAS", "{people} know this one: {pain}. Meet {name}.", CALM, WARM),
          Frame.of(TRIGGER, "AIDA", "{trig} on the list? {name} {vf}.", WARM, PLAIN),
          Frame.of(TRIGGER, "AIDA", "{trig} on the list? Look at {anf}.", DRY),
          Frame.of(TRIGGER, "AIDA", "{trig} on the list? Look at {name}: {f}.", PLAIN),
          Frame.of(TRIGGER, "FAB", "For {thetrig}: {acore} that {vk}.", CALM, PRECISE),
          Frame.of(TRIGGER, "FAB", "{name} for {thetrig}: {f}.", PRECISE, CALM),
          Frame.of(PROOF, "4P", "On record for {name}: {claim}.", CALM, PRECISE),
          Frame.of(PROOF, "4P", "{claim}. {name} {vf}.", PRECISE),
          Frame.of(PROOF, "4P", "{name} by {brand}: {claim}.", PLAIN, PRECISE),
          Frame.of(PROOF, "4P", "{brand} can show the evidence: {claim}.", CALM, WARM),
          Frame.of(PRICE, "4C", "{name} {costs|cost} {priceper} and {vf}.", PLAIN),
          Frame.of(PRICE, "4C", "{name} {costs|cost} {priceper}, with {anf}.", PRECISE),
          Frame.of(PRICE, "4C", "{priceper} for {name}: {nf}.", PLAIN, BOLD),
          Frame.of(PRICE, "4C", "{acore} at {priceper}: {name} by {brand}.", PLAIN, CALM),
          Frame.of(PRICE, "4C", "{name} {costs|cost} {priceper}: {f}.", PRECISE),
          Frame.of(AUDIENCE, "4C", "{name} {is|are} for {people}: {it|they} {vf}.", PLAIN, CALM),
          Frame.of(AUDIENCE, "FAB", "{people} get {anf} with {name}.", PLAIN, WARM),
          Frame.of(AUDIENCE, "FAB", "Made for {people}: {name} {vf}.", WARM),
          Frame.of(AUDIENCE, "4C", "{acore} for {people}: {f}.", PRECISE, CALM),
          Frame.of(AUDIENCE, "4C", "{people}, this is {name}: {f}.", WARM, BOLD),
          Frame.of(ACTION, "AIDA", "{cta}: {nf}.", BOLD, PLAIN),
          Frame.of(ACTION, "AIDA", "See {name} at {host}: {f}.", PLAIN),
          Frame.of(ACTION, "AIDA", "See how {name} {vf}.", PLAIN, CALM),
          Frame.of(ACTION, "AIDA", "{cta} and see how {it|they} {vf}.", WARM, PLAIN),
          Frame.of(CATEGORY, "4C", "{name} by {brand}: {acore} with {parts}.", PRECISE),
          Frame.of(CATEGORY, "4C", "{name} {is|are} {acore} from {brand}.", CALM, PLAIN),
          Frame.of(CATEGORY, "4C", "{acore} for {people}: {name}.", PRECISE, PLAIN),
          Frame.of(BRAND, "4C", "Ask {brand} about {name} before you choose.", CALM, WARM),
          Frame.of(BRAND, "4C", "You can read about {name} at {host}.", PLAIN, CALM),
          Frame.of(PROMISE, "4P", "{promise}.", BOLD, CALM, PLAIN, WARM));

  private Lines() {}
}
