// The worker as a function that answers: one question at a time, a new worker where the old one broke or took too long.
"use strict";

const PATIENCE = 60000;

function Linter(packed, source) {
  const blob = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  let worker, module, waiting, number = 0, last = Promise.resolve();

  function start() {
    worker = new Worker(blob);
    const begun = new Promise((done, failed) => {
      worker.onmessage = ({ data }) => {
        if (data.failed) return failed(new Error(data.failed));
        module = data.module;
        worker.onmessage = ({ data }) => {
          if (!waiting || waiting.id !== data.id) return;
          const { done, broke } = waiting;
          waiting = undefined;
          if (data.trapped === undefined) return done(data);
          restart();
          broke(Object.assign(new Error(data.trapped), { trapped: true }));
        };
        done();
      };
      worker.onerror = (event) => failed(new Error(event.message || "worker"));
    });
    // The module is compiled once, and handed to every worker after the first.
    worker.postMessage(module ? { module } : { packed }, module ? [] : [packed]);
    return begun;
  }

  let ready = start();
  const linter = { ready, restarted: undefined };

  function restart() {
    worker.terminate();
    ready = start();
    if (linter.restarted) linter.restarted();
  }

  function send(question, bytes) {
    return ready.then(() => new Promise((done, broke) => {
      const id = ++number;
      const watch = setTimeout(() => {
        if (!waiting || waiting.id !== id) return;
        waiting = undefined;
        restart();
        broke(Object.assign(new Error(""), { late: true }));
      }, PATIENCE);
      const settled = (what) => (value) => { clearTimeout(watch); what(value); };
      waiting = { id, done: settled(done), broke: settled(broke) };
      worker.postMessage({ id, question, bytes }, bytes ? [bytes] : []);
    }));
  }

  // Questions wait for each other, whatever becomes of them.
  linter.ask = (question, bytes) => {
    const answer = last.then(() => send(question, bytes));
    last = answer.catch(() => {});
    return answer;
  };
  // Ends what is being done.
  linter.stop = () => {
    const ended = waiting;
    waiting = undefined;
    restart();
    if (ended) ended.broke(Object.assign(new Error(""), { stopped: true }));
  };
  return linter;
}
