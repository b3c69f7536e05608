// What the peers that run on Node share: the caller, and how a node asks the model.
import { createInterface } from 'node:readline';

const TEXT = JSON.stringify({ text: 'a'.repeat(800) });
const WIDTH = { CHAIN: 3, FAN: 87 };

/** How many agents stand side by side in the middle of a graph. */
export const width = (graph) => WIDTH[graph];

/** Places of the nodes after the middle. */
export const tail = (graph) => (graph === 'CHAIN' ? [4, 5] : [88]);

/** What a node does: it answers at once, or asks the model with what came before it. */
export async function node(model, run, place, inputs) {
  if (!model) return TEXT;
  const answer = await fetch(`${model}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'stub',
      messages: [
        { role: 'system', content: `You are node=${place}.` },
        { role: 'user', content: `ticket=${run}.\n${inputs.join('\n')}` },
      ],
    }),
  });
  if (!answer.ok) throw new Error(`the model says ${answer.status}`);
  return (await answer.json()).choices[0].message.content;
}

/** Reads jobs line by line, runs so many runs, so many at once, and prints the times. */
export async function serve(runOne) {
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const job = JSON.parse(line);
    const millis = new Array(job.runs).fill(0);
    let next = 0;
    let fault = '';
    const begun = performance.now();
    const caller = async () => {
      while (next < job.runs) {
        const run = next++;
        const from = performance.now();
        try {
          const last = await runOne(job.graph, job.first + run, job.model);
          if (last !== TEXT) throw new Error(`the last node says ${last}`);
        } catch (failed) {
          console.error(failed);
          fault = String(failed);
        }
        millis[run] = performance.now() - from;
      }
    };
    await Promise.all(Array.from({ length: job.atOnce }, caller));
    console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000, millis, fault }));
  }
  process.exit(0);
}
