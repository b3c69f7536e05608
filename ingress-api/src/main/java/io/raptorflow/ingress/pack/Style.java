package io.raptorflow.ingress.pack;

/// The look of the page: light and dark, screen and print, from 360 pixels up.
final class Style {
  static final String CSS =
      """
      :root{color-scheme:light dark;--paper:#f6f4ee;--card:#fffefb;--ink:#1b2422;--quiet:#566461;\
      --line:#dcd7ca;--accent:#0b5d57;--soft:#e2edea;--good:#1c6638;--goodbg:#e2f1e6;--warn:#7d4300;\
      --warnbg:#fcecd0;--bad:#9c2119;--badbg:#fbe4e1;--serif:"Iowan Old Style","Palatino Linotype",\
      Palatino,"Book Antiqua",Georgia,serif;--sans:system-ui,-apple-system,"Segoe UI",Roboto,\
      "Helvetica Neue",Arial,sans-serif;--mono:ui-monospace,"SF Mono",Menlo,Consolas,monospace}
      @media(prefers-color-scheme:dark){:root{--paper:#12181a;--card:#1a2225;--ink:#e6ecea;\
      --quiet:#a2b0ad;--line:#313d40;--accent:#74cbc0;--soft:#18322f;--good:#92d8a9;--goodbg:#173322;\
      --warn:#f3c581;--warnbg:#362a12;--bad:#f6aaa2;--badbg:#3d1d1a}}
      *{box-sizing:border-box}
      html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
      body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 var(--sans);overflow-wrap:break-word}
      a{color:var(--accent);text-underline-offset:.15em}
      a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
      .skip{position:absolute;left:-999px;background:var(--card);padding:.5rem 1rem}
      .skip:focus{left:1rem;top:1rem;z-index:9}
      .off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      h1,h2,h3,h4{font-family:var(--serif);line-height:1.2;font-weight:600;text-wrap:balance;margin:0}
      h1{font-size:clamp(2.2rem,6vw,3.6rem);letter-spacing:-.015em}
      h2{font-size:1.75rem;margin-bottom:1rem}
      h3{font-size:1.15rem;margin:1.5rem 0 .5rem}
      h4{font-size:1.02rem;margin:0 0 .4rem}
      p{margin:.5rem 0;max-width:72ch}
      ul,ol{margin:.4rem 0;padding-left:1.25rem}
      li{margin:.2rem 0;max-width:76ch}
      .roomy>li{margin:.55rem 0}
      .bare{list-style:none;padding:0}
      .quiet{color:var(--quiet);font-size:.9em}
      .lead{font-size:1.12rem;margin:0 0 1rem}
      code,pre{font-family:var(--mono);font-size:.82em}
      pre{white-space:pre-wrap;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:1rem}
      .hash{background:var(--soft);border-radius:4px;padding:.1em .35em;white-space:nowrap}
      .long{overflow-wrap:anywhere;max-width:none}
      .opening{max-width:1180px;margin:0 auto;padding:2.6rem 1.5rem 1rem}
      .colours{display:flex;width:72px;height:8px;margin-bottom:1.4rem;border-radius:4px;overflow:hidden}
      .colours i{flex:2}.colours i+i{flex:1}
      .eyebrow{color:var(--quiet);margin:0 0 .5rem;display:flex;gap:.7rem;align-items:center;flex-wrap:wrap}
      .promise{font-family:var(--serif);font-size:clamp(1.2rem,2.6vw,1.6rem);line-height:1.35;margin:.9rem 0 1.4rem;max-width:46ch;text-wrap:pretty}
      .banner{border-left:4px solid var(--accent);background:var(--soft);padding:.65rem 1rem;border-radius:0 8px 8px 0;margin:.6rem 0;max-width:none}
      .banner.warn{border-color:var(--warn);background:var(--warnbg)}
      .banner.bad{border-color:var(--bad);background:var(--badbg)}
      .pill{display:inline-block;font-size:.78rem;line-height:1.5;padding:.05rem .6rem;border-radius:99px;background:var(--soft);color:var(--accent);white-space:nowrap;font-family:var(--sans);font-weight:600}
      .pill.good{background:var(--goodbg);color:var(--good)}
      .pill.warn{background:var(--warnbg);color:var(--warn)}
      .pill.bad{background:var(--badbg);color:var(--bad)}
      .tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden;margin:1.6rem 0 0}
      .tile{background:var(--card);padding:1rem 1.1rem}
      dt{color:var(--quiet);font-size:.85rem}
      dd{margin:0;min-width:0;overflow-wrap:anywhere}
      .tile b{display:block;font-family:var(--serif);font-size:1.35rem;line-height:1.25;margin:.15rem 0 .25rem}
      .tile span{color:var(--quiet);font-size:.86rem;line-height:1.4;display:block}
      .columns{max-width:1180px;margin:0 auto;padding:1rem 1.5rem 3rem;display:grid;grid-template-columns:150px minmax(0,1fr);gap:2rem}
      nav{position:sticky;top:1rem;align-self:start}
      nav ul{list-style:none;padding:0;margin:0;font-size:.92rem}
      nav li{margin:0}
      nav a{display:block;padding:.28rem 0;color:var(--quiet);text-decoration:none}
      nav a:hover{color:var(--accent);text-decoration:underline}
      section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.7rem 1.8rem;margin-bottom:1.4rem;scroll-margin-top:1rem}
      .split{display:grid;grid-template-columns:1fr 1fr;gap:.5rem 2.2rem;margin:1.4rem 0 .6rem}
      .split h3:first-child{margin-top:0}
      .steps{counter-reset:s;list-style:none;padding:0}
      .steps li{counter-increment:s;position:relative;padding:.15rem 0 .6rem 2.4rem}
      .steps li::before{content:counter(s);position:absolute;left:0;top:0;width:1.7rem;height:1.7rem;border-radius:50%;background:var(--soft);color:var(--accent);font-weight:700;display:grid;place-items:center;font-size:.85rem}
      .cards{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:.9rem}
      .card{border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:0;background:var(--paper)}
      .figures{display:flex;flex-wrap:wrap;gap:.6rem 2.4rem;margin:1rem 0}
      .figures dd{font-family:var(--serif);font-size:1.25rem}
      .fields div{display:flex;gap:.8rem;padding:.25rem 0}.fields dt{min-width:7rem}
      .scroll{overflow-x:auto;margin:.6rem 0}
      table{border-collapse:collapse;width:100%;font-size:.93rem;font-variant-numeric:tabular-nums}
      th,td{text-align:left;vertical-align:top;padding:.5rem .8rem .5rem 0;border-bottom:1px solid var(--line)}
      thead th{color:var(--quiet);font-weight:500;font-size:.85rem;white-space:nowrap;vertical-align:bottom}
      tbody th{font-weight:600}
      tbody tr:last-child>*{border-bottom:0}td:last-child,th:last-child{padding-right:0}
      tr:target{background:var(--soft)}
      .num{text-align:right}
      .money .num,.days th,.days td:last-child,.money th{white-space:nowrap}
      .money,.past{min-width:42rem}.facts{min-width:30rem}.money td:nth-child(6){min-width:10rem}
      .past .quiet{display:block}
      .over{color:var(--bad);font-weight:700}
      .facts code{color:var(--quiet)}
      .bar{display:block;margin-top:.45rem}.rail{fill:var(--line);opacity:.55}.fill{fill:var(--accent)}
      details{border-top:1px solid var(--line);padding:.55rem 0}
      summary{cursor:pointer;font-weight:600;padding:.2rem 0}
      .ref{font-size:.78rem;text-decoration:none;background:var(--soft);border-radius:4px;padding:.05em .4em}
      .absent{border:1px dashed var(--line);border-radius:8px;padding:.8rem 1rem;color:var(--quiet)}
      .asset{border-top:1px solid var(--line);padding:1.2rem 0}
      .asset:first-of-type{border-top:0;padding-top:0}
      .asset>header{display:flex;gap:.8rem;align-items:center}.asset h3{margin:0;font-size:1.3rem}
      .stopped{opacity:1;background:var(--badbg);padding:1rem 1.2rem;border-radius:10px;margin:.6rem 0}
      .previews{display:grid;grid-template-columns:repeat(auto-fit,minmax(270px,1fr));gap:1rem;align-items:start;margin:1rem 0 .3rem}
      .serp{background:#fff;color:#3c4043;border:1px solid var(--line);border-radius:10px;padding:1rem 1.15rem;font-family:Arial,Helvetica,sans-serif;font-size:.9rem;line-height:1.5}
      .serp p{margin:.15rem 0}.serp .quiet{color:#5a5f64}
      .serp-mark{font-size:.82rem;color:#3c4043}.serp-title{color:#1a0dab;font-size:1.15rem;line-height:1.35}
      .sitelinks{list-style:none;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:.6rem 1rem;margin:.8rem 0 0}
      .sitelinks li{margin:0}.sitelinks b{display:block;color:#1a0dab;font-weight:400}.sitelinks span{display:block;font-size:.82rem}
      .mail{border:1px solid var(--line);border-radius:10px;overflow:hidden;margin:1rem 0}
      .mail dl{margin:0;padding:.9rem 1.1rem;background:var(--paper);border-bottom:1px solid var(--line)}
      .mail dl div{display:flex;gap:.8rem}.mail dt{min-width:5rem}
      .mail iframe{display:block;width:100%;height:34rem;border:0;background:#fff;resize:vertical}
      .timeline{margin:1rem 0}
      .line{display:grid;grid-template-columns:9rem 1fr;align-items:center;gap:.8rem;padding:.18rem 0;font-size:.9rem}
      .track{height:18px;padding:0 6px;background:linear-gradient(var(--line),var(--line)) center/100% 2px no-repeat}
      .track div{position:relative;height:18px}
      .track i{position:absolute;top:3px;width:12px;height:12px;margin-left:-6px;border-radius:50%;border:2px solid var(--accent);background:var(--card)}
      .track .start{background:var(--accent)}
      .ends{display:flex;justify-content:space-between;color:var(--quiet);font-size:.82rem}
      .legend i{display:inline-block;width:11px;height:11px;border-radius:50%;border:2px solid var(--accent);margin-left:.8rem;vertical-align:-1px}.legend .start{background:var(--accent);margin-left:0}
      .decisions{list-style:none;padding:0 0 0 1rem;border-left:2px solid var(--line)}
      .decisions li{padding:.3rem 0 .5rem;max-width:none}.decisions p{margin:.1rem 0}
      .decisions time{color:var(--quiet);font-size:.85rem;margin-right:.4rem}
      figure{margin:1rem 0;overflow-x:auto}figcaption{font-size:.82rem}
      .files{columns:3 14rem;list-style:none;padding:0;font-family:var(--mono);font-size:.85rem}
      .files li{break-inside:avoid}
      footer{max-width:1180px;margin:0 auto;padding:0 1.5rem 3rem;color:var(--quiet);font-size:.88rem}
      @media(max-width:960px){.columns{grid-template-columns:minmax(0,1fr);gap:1rem}nav{position:static}\
      nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1rem}.tiles{grid-template-columns:repeat(2,1fr)}\
      .tile:first-child{grid-column:1/-1}}
      @media(max-width:640px){.opening,.columns,footer{padding-left:1rem;padding-right:1rem}.opening{padding-top:1.6rem}\
      section{padding:1.2rem 1rem;border-radius:10px}.split{grid-template-columns:minmax(0,1fr)}\
      .line{grid-template-columns:6.2rem 1fr;font-size:.82rem}.sitelinks{grid-template-columns:1fr}.tile{padding:.8rem .9rem}.tile b{font-size:1.12rem}}
      @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
      @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--accent:#0b5d57}\
      body{font-size:10.5pt}nav,.skip{display:none}.columns{display:block;padding:0}.opening{padding:0 0 1rem}\
      section{border:0;border-top:1px solid var(--line);border-radius:0;padding:1rem 0;break-inside:auto}\
      h2,h3{break-after:avoid}tr,.card,.tile,.serp{break-inside:avoid}details:not([open])>summary::after{content:" (folded)"}\
      .mail iframe{height:26rem}a{color:inherit}}
      """;

  private Style() {}
}
