// DBOS: a workflow whose nodes are steps, checkpointed in the database that PEER_POSTGRES names.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { node, serve, tail, width } from './race.mjs';

DBOS.setConfig({
  name: 'raptor-bench',
  systemDatabaseUrl: process.env.PEER_POSTGRES,
  // Standard output is the caller's.
  logLevel: 'error',
});

const step = (model, run, place, inputs) =>
  DBOS.runStep(() => node(model, run, place, inputs), { name: `node ${place}` });

const workflow = DBOS.registerWorkflow(
  async (graph, run, model) => {
    const plan = await step(model, run, 0, []);
    const middle = await Promise.all(
      Array.from({ length: width(graph) }, (_, i) => step(model, run, i + 1, [plan])));
    let last = graph === 'CHAIN' ? middle : [middle.at(-1)];
    for (const place of tail(graph)) last = [await step(model, run, place, last)];
    return last[0];
  },
  { name: 'graph' });

await DBOS.launch();
await serve((graph, run, model) => workflow(graph, run, model));
