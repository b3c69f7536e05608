// LangGraph.js: in memory, or with its PostgreSQL checkpointer when PEER_POSTGRES names a database.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { node, serve, tail, width } from './race.mjs';

const last = (_, next) => next;
const State = Annotation.Root({
  run: Annotation({ reducer: last, default: () => 0 }),
  model: Annotation({ reducer: last, default: () => '' }),
  plan: Annotation({ reducer: last, default: () => '' }),
  middle: Annotation({ reducer: (all, more) => ({ ...all, ...more }), default: () => ({}) }),
  last: Annotation({ reducer: last, default: () => '' }),
});

let checkpointer;
if (process.env.PEER_POSTGRES) {
  checkpointer = PostgresSaver.fromConnString(process.env.PEER_POSTGRES);
  await checkpointer.setup();
}

function graph(name) {
  const builder = new StateGraph(State);
  builder.addNode('n0', async (s) => ({ plan: await node(s.model, s.run, 0, []) }));
  builder.addEdge(START, 'n0');
  const [first, ...rest] = tail(name);
  builder.addNode(`n${first}`, async (s) => {
    const middle = name === 'CHAIN' ? Object.values(s.middle) : [s.middle[width(name)]];
    return { last: await node(s.model, s.run, first, middle) };
  });
  const names = [];
  for (let place = 1; place <= width(name); place++) {
    names.push(`n${place}`);
    builder.addNode(`n${place}`, async (s) => ({
      middle: { [place]: await node(s.model, s.run, place, [s.plan]) },
    }));
    builder.addEdge('n0', `n${place}`);
  }
  builder.addEdge(names, `n${first}`);
  let before = `n${first}`;
  for (const place of rest) {
    builder.addNode(`n${place}`, async (s) => ({ last: await node(s.model, s.run, place, [s.last]) }));
    builder.addEdge(before, `n${place}`);
    before = `n${place}`;
  }
  builder.addEdge(before, END);
  return builder.compile({ checkpointer });
}

const graphs = { CHAIN: graph('CHAIN'), FAN: graph('FAN') };
const session = Date.now();

await serve(async (name, run, model) => {
  const state = await graphs[name].invoke(
    { run, model }, { configurable: { thread_id: `${session}-${name}-${run}` } });
  return state.last;
});
