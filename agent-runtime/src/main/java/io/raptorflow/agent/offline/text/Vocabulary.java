package io.raptorflow.agent.offline.text;

import java.util.Locale;
import java.util.Set;

/// Word classes that English grammar needs and no rule can derive.
final class Vocabulary {
  /// Base forms of verbs that features begin with.
  static final Set<String> VERBS =
      set(
          "accept add adjust adapt adopt alert align allow analyse analyze answer apply approve"
              + " archive ask assign attach automate avoid balance block blend book boost bring"
              + " build calculate call carry catch categorise categorize change charge check"
              + " classify clean clear clip close code collect combine come compare complete"
              + " connect contain control convert cook cool copy cost cover create cut deliver"
              + " deploy detect dim display download draft drain dry edit encrypt ensure enter"
              + " expand explain export extend extract feed fill filter find finish fit fix flag"
              + " float fold follow forecast forward generate get give go grade grow guide handle"
              + " hang have heat help hide highlight hold host identify import include install"
              + " insulate integrate invite join keep kill label last lay learn let lift light"
              + " limit link list listen load lock log look make manage map mark match measure"
              + " merge mix monitor mount mount move need notify offer open orchestrate order"
              + " organise organize pack pair park pass pay pick pin plan play plug pour predict"
              + " prepare prevent price print process produce prompt protect prove provide publish"
              + " pull pump push put raise rank reach read rebuild receive recognise recognize"
              + " reconcile record recover reduce refill release remember remind remove repair"
              + " replace reply report request reset resist respond restore return reuse roll route"
              + " run save scan schedule score screen seal search seat secure send separate serve"
              + " set share shine ship show shrink sign sleep slide slow snap soak sort speak split"
              + " stack stand start stay steam stick stop store stream submit suggest suit supply"
              + " support survive swap switch sync take teach tell test tie tow track train"
              + " transfer translate travel treat trim turn type understand unlock update upload"
              + " use validate verify wake walk warm warn wash watch wear weigh wipe withstand wire"
              + " work wrap write absorb arrive attract bake brew burn capture chill climb cure dig"
              + " dispense dissolve drive explore fade focus fund grip grind harvest hire inform"
              + " inspect invest iron knead lean lower massage mine mow mute navigate nourish"
              + " operate orbit outlast own paint peel plant polish post power press purify rate"
              + " rebook recharge recycle regulate relieve remix rent resell rest rinse rotate"
              + " scale shade shape shave simplify smooth soften solve soothe source spin spray"
              + " spread spot squeeze steer sterilise sterilize stitch stretch study summarise"
              + " summarize sweep swing swim tackle taste thaw throw tilt touch trace trigger tune"
              + " twist vacuum vary ventilate visit weave zip stir skip cancel pause"
              + " choose rethink swap avoid pick brace clamp sell");

  /// Verbs that need no object, so a preposition may follow.
  static final Set<String> NO_OBJECT =
      set(
          "arrive climb come connect cook export"
              + " charge dissolve drain dry expand fade fit float fold go"
              + " grow hang hold install integrate last lock look mount move open pack pair park"
              + " play plug press read recycle respond rest roll rotate run scale seat ship shrink"
              + " sit slide snap stack stand start stay stick stretch suit support sync swim swing"
              + " switch tilt travel turn update vary wash wear work zip");

  static final Set<String> PREPOSITIONS =
      set(
          "with for of in at on from by to per under over without within through into inside"
              + " between across during after before until via against near above below around"
              + " beside behind as since that which who whose when where while so because if");

  static final Set<String> DETERMINERS =
      set(
          "the a an your our my their its every each all any no both one two three four five six"
              + " seven eight nine ten twelve this these those some many up more");

  static final Set<String> PRONOUNS = set("i we you they it he she there everyone nobody let");

  /// Nouns that take no article in the singular.
  static final Set<String> UNCOUNTABLE =
      set(
          "software hardware coffee tea insurance payroll furniture equipment bread chocolate"
              + " honey wine beer gin cheese oil soap skincare yoghurt yogurt milk care advice"
              + " storage analytics education tuition jewellery jewelry wool cloth gear help"
              + " support research access delivery shipping steel oak wood cotton linen leather"
              + " water air power energy heat data information insight security privacy compliance"
              + " accuracy speed sync parking wifi wi-fi music food fruit rice flour sugar salt"
              + " bedding clothing kombucha granola pasta muesli juice cider ale lager transport"
              + " logistics therapy physiotherapy childcare hospitality finance money credit"
              + " automation detection recognition encryption protection capacity visibility"
              + " availability maintenance assistance governance aluminium aluminum plastic rubber"
              + " foam silk bamboo ceramic glassware footwear knitwear homeware stationery");

  /// Nouns that take an article in the singular.
  static final Set<String> COUNTABLE =
      set(
          "pump trail app warranty guarantee dashboard report screen battery frame handle lid"
              + " bottle bag pocket strap panel sensor timer filter motor valve hose tap button"
              + " display camera speaker charger cable plug case cover box kit tool guide plan"
              + " course lesson class coach teacher menu recipe meal jar tin pack bar team manager"
              + " office desk chair table bed mattress pillow lamp bulb wheel brake saddle seat"
              + " belt engine door window wall roof room view garden terrace pool kitchen oven hob"
              + " fridge blade knife pan pot cup mug plate account card wallet fee quote invoice"
              + " form template calendar inbox queue log record list map chart graph alert reminder"
              + " notification checklist workflow policy contract helpline line number address site"
              + " page shop store api integration connector export import upload download backup"
              + " copy key password login session trial demo workshop webinar tank barrel diverter"
              + " stand base shelf drawer hook rail rack hinge zip lining sole heel lens mirror"
              + " brush comb razor tray basket bin bowl spoon fork kettle grinder mill blender"
              + " toaster mixer scale thermometer switch socket router modem tablet phone laptop"
              + " keyboard mouse monitor printer scanner drone bike scooter car van truck trailer"
              + " tent rucksack backpack jacket coat shirt dress shoe boot glove hat scarf sock"
              + " blanket towel rug curtain blind sofa stove heater fan boiler radiator thermostat"
              + " subscription licence license seat certificate community forum library platform"
              + " system service portal widget plugin assistant planner tracker reader editor"
              + " builder studio tutor mentor nurse doctor clinic dentist vet gym trainer suite"
              + " hotel cabin cottage boat tour trip ticket pass voucher deposit mortgage pension"
              + " fund network engine model roastery blend roast");

  private Vocabulary() {}

  private static Set<String> set(String words) {
    return Set.copyOf(java.util.Arrays.asList(words.toLowerCase(Locale.ROOT).split(" ")));
  }
}
