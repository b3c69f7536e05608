// BullMQ retries: takes jobs at a pace, fails each ten times, and says how late the retries came.
// Prints `ready` when it could begin and a line of JSON at the end, as RetryRacer.java does.
'use strict';
const { Queue, Worker } = require('bullmq');

const course = JSON.parse(process.argv[2]);
const connection = { host: '127.0.0.1', port: course.port, maxRetriesPerRequest: null };
const FAILURES = 10;
const backoff = (failure) => Math.min(3000, 10 * 2 ** (failure - 1));

function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0
    ? 0
    : sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
}

(async () => {
  const queue = new Queue(course.queue, { connection });
  const states = new Map();
  const late = [];
  let early = 0;
  let left = course.works;
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const worker = new Worker(
    course.queue,
    async (job) => {
      const now = performance.now();
      const state = states.get(job.id) || { failures: 0, due: 0 };
      states.set(job.id, state);
      if (state.failures > 0 && job.data.number >= course.works / 5) {
        late.push(now - state.due);
        if (now - state.due < -1) {
          early++;
        }
      }
      if (state.failures === FAILURES) {
        states.delete(job.id);
        if (--left === 0) {
          over(true);
        }
        return;
      }
      state.failures++;
      state.due = now + backoff(state.failures);
      throw new Error('to be retried');
    },
    { connection, concurrency: 200, settings: { backoffStrategy: (made) => backoff(made) } },
  );
  worker.on('error', (fault) => console.error(fault));
  await worker.waitUntilReady();
  console.log('ready');
  const started = performance.now();
  for (let number = 0; number < course.works; number++) {
    const wait = started + (number * 1000) / course.pace - performance.now();
    if (wait > 1) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    queue.add(
      'work',
      { number },
      { attempts: FAILURES + 1, backoff: { type: 'custom' }, removeOnComplete: true },
    );
  }
  setTimeout(() => over(false), course.seconds * 1000);
  const complete = await all;
  console.log(
    JSON.stringify({
      complete,
      retries: late.length,
      early,
      seconds: (performance.now() - started) / 1000,
      lateP50: percentile(late, 0.5),
      lateP99: percentile(late, 0.99),
      lateMost: percentile(late, 1),
    }),
  );
  process.exit(0);
})();
