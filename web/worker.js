// The linter in a thread of its own: the page stays quick, and what goes wrong in it ends this thread alone. Takes bytes
// and gives bytes; there is nothing in it that could reach a network.
"use strict";

let linter;
const encode = new TextEncoder();
const decode = new TextDecoder();

async function inflate(packed) {
  const stream = new Response(packed).body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function ask(question, bytes) {
  const json = encode.encode(JSON.stringify(question));
  const length = 4 + json.length + (bytes ? bytes.length : 0);
  const at = linter.gouji_room(length);
  const room = new Uint8Array(linter.memory.buffer, at, length);
  new DataView(linter.memory.buffer).setUint32(at, json.length, true);
  room.set(json, 4);
  if (bytes) room.set(bytes, 4 + json.length);
  const size = linter.gouji_ask();
  const answer = new Uint8Array(linter.memory.buffer, linter.gouji_answer(), size).slice();
  const end = 4 + new DataView(answer.buffer).getUint32(0, true);
  return { json: JSON.parse(decode.decode(answer.subarray(4, end))), bytes: answer.slice(end) };
}

// What the linter said last, where it ended in the middle of its work.
function lastWords(error) {
  try {
    const size = linter.gouji_last_words();
    const words = new Uint8Array(linter.memory.buffer, linter.gouji_last_words_at(), size);
    return decode.decode(words) || String(error);
  } catch (_) {
    return String(error);
  }
}

onmessage = async ({ data }) => {
  if (data.module || data.packed) {
    try {
      const module = data.module || (await WebAssembly.compile(await inflate(data.packed)));
      linter = (await WebAssembly.instantiate(module, {})).exports;
      postMessage({ ready: true, module });
    } catch (error) {
      postMessage({ failed: String(error) });
    }
    return;
  }
  try {
    const { json, bytes } = ask(data.question, data.bytes && new Uint8Array(data.bytes));
    postMessage({ id: data.id, json, bytes }, [bytes.buffer]);
  } catch (error) {
    postMessage({ id: data.id, trapped: lastWords(error) });
  }
};
