// Restate: one server with its standard settings, one service, each node a journaled step.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { node, serve, tail, width } from './race.mjs';

// The SDK wants a Node that has it.
Promise.withResolvers ??= function () {
  let resolve, reject;
  const promise = new Promise((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
};
process.env.RESTATE_LOGGING = 'ERROR';
const restate = await import('@restatedev/restate-sdk');

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

const [ingress, admin, fabric, service] = [
  await freePort(), await freePort(), await freePort(), await freePort(),
];
const directory = process.env.PEER_DIRECTORY;
const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`;
const program = join(
  createRequire(import.meta.url).resolve(`${platform}/package.json`), '..', 'bin', 'restate-server');
const server = spawn(
  program, ['--base-dir', join(directory, 'restate'), '--node-name', 'bench'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    DO_NOT_TRACK: '1',
    RESTATE_BIND_ADDRESS: `127.0.0.1:${fabric}`,
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${fabric}`,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_LOG_FILTER: 'warn',
  },
});
process.on('exit', () => server.kill());
process.on('SIGTERM', () => process.exit(0));

const graphs = restate.service({
  name: 'graphs',
  handlers: {
    run: async (ctx, { graph, run, model }) => {
      const step = (place, inputs) =>
        ctx.run(`node ${place}`, () => node(model, run, place, inputs));
      const plan = await step(0, []);
      const middle = await restate.RestatePromise.all(
        Array.from({ length: width(graph) }, (_, i) => step(i + 1, [plan])));
      let last = graph === 'CHAIN' ? middle : [middle.at(-1)];
      for (const place of tail(graph)) last = [await step(place, last)];
      return last[0];
    },
  },
});

await restate.endpoint().bind(graphs).listen(service);

async function until(what, attempt) {
  for (let tries = 0; tries < 300; tries++) {
    try {
      if (await attempt()) return;
    } catch {
      // Not there yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${what} does not come up`);
}
await until('the server', async () => (await fetch(`http://127.0.0.1:${admin}/health`)).ok);
await until('the service', async () =>
  (
    await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: `http://127.0.0.1:${service}` }),
    })
  ).ok);
await until('the ingress', async () =>
  (await fetch(`http://127.0.0.1:${ingress}/restate/health`)).ok);

await serve(async (graph, run, model) => {
  const answer = await fetch(`http://127.0.0.1:${ingress}/graphs/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ graph, run, model }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
});
