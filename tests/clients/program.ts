// Calls every operation of a running service with the types that openapi-typescript made, through
// openapi-fetch. Prints one line of JSON: the status of each operation that was called.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const client = createClient<paths>({ baseUrl: process.argv[2] });
const statuses: Record<string, number> = {};

interface Answer<Data> { data?: Data; error?: unknown; response: Response }

async function call<Data>(operation: string, asked: Promise<Answer<Data>>): Promise<Data> {
  const answer = await asked;
  statuses[operation] = answer.response.status;
  if (answer.error !== undefined) throw new Error(`${operation}: ${JSON.stringify(answer.error)}`);
  return answer.data as Data;
}

const talk = "MR. HOLT: The ferry sails at noon.\n\nMS. ORLA: The ferry is late.";
const q = "when does the ferry sail";

async function main(): Promise<void> {
  await call("put_document", client.PUT("/v1/documents/{name}", {
    params: { path: { name: "talk.txt" }, query: { title: "Talk", date: "2031-03-01" } },
    body: talk,
    bodySerializer: (body) => body,
    headers: { "Content-Type": "application/octet-stream" },
  }));
  const form = new FormData();
  form.append("files", new Blob([`${talk}\n\nMR. HOLT: Once more.`]), "other.txt");
  await call("put_documents", client.POST("/v1/documents", {
    body: { files: [] },
    bodySerializer: () => form,
  }));
  const source = await call("get_document", client.GET("/v1/documents/{name}", {
    params: { path: { name: "talk.txt" } },
  }));
  const document_id = source.documents[0].id;
  const answer = await call("ask", client.POST("/v1/ask", { body: { question: q } }));
  await call("ask_by_link", client.GET("/v1/ask", { params: { query: { q, speakers: ["MR. HOLT"] } } }));
  await call("ask_synthesis", client.POST("/v1/ask/synthesis", { body: { question: q } }));
  await call("ask_batch", client.POST("/v1/ask/batch", { body: { questions: [{ question: q }] } }));
  await call("ask_events", client.POST("/v1/ask/events", { body: { question: q }, parseAs: "text" }));
  await call("ask_events_by_link", client.GET("/v1/ask/events", { params: { query: { q } }, parseAs: "text" }));
  await call("export_answer", client.GET("/v1/ask/export", { params: { query: { q } }, parseAs: "text" }));
  const first = await call("search", client.POST("/v1/search", { body: { question: q, limit: 1 } }));
  const second = await call("search", client.POST("/v1/search", {
    body: { question: q, limit: 1, cursor: first.next_cursor },
  }));
  if (second.hits[0].rank !== 2) throw new Error("search does not go on");
  await call("list_documents", client.GET("/v1/documents", { params: { query: { sort: "-date" } } }));
  const whole = await call("get_transcript", client.GET("/v1/transcripts/{document_id}", { params: { path: { document_id } } }));
  await call("get_turns", client.GET("/v1/transcripts/{document_id}/turns", {
    params: { path: { document_id }, query: { limit: 1 } },
  }));
  const turns = (whole as { transcript: { id: string }[] }).transcript;
  await call("get_turn", client.GET("/v1/turns/{turn_id}", { params: { path: { turn_id: turns[0].id } } }));
  const quote_id = [...answer.quotes, ...answer.nearest][0].id;
  await call("get_quote", client.GET("/v1/quotes/{quote_id}", { params: { path: { quote_id } } }));
  await call("list_mentions", client.GET("/v1/mentions", { params: { query: { q: "ferry" } } }));
  await call("list_speakers", client.GET("/v1/speakers"));
  await call("get_speaker", client.GET("/v1/speakers/{speaker_id}", { params: { path: { speaker_id: "mr-holt" } } }));
  const correction = await call("add_correction", client.POST("/v1/corrections", {
    body: { kind: "merge", speaker: "ms-orla", into: "mr-holt" },
  }));
  await call("list_corrections", client.GET("/v1/corrections"));
  await call("remove_correction", client.DELETE("/v1/corrections/{correction_id}", {
    params: { path: { correction_id: correction.id } },
  }));
  const kept = await call("save_question", client.POST("/v1/saved", { body: { question: "ferry" } }));
  await call("list_saved", client.GET("/v1/saved"));
  await call("remove_saved", client.DELETE("/v1/saved/{saved_id}", { params: { path: { saved_id: kept.id } } }));
  await call("question_feed", client.GET("/v1/feed", { params: { query: { q: "ferry" } }, parseAs: "text" }));
  await call("compare_speakers", client.GET("/v1/compare", {
    params: { query: { q: "ferry", speakers: ["mr-holt", "ms-orla"] } },
  }));
  await call("delete_document", client.DELETE("/v1/documents/{name}", { params: { path: { name: "other.txt" } } }));
  await call("info", client.GET("/v1/info"));
  await call("health", client.GET("/healthz"));
  await call("ready", client.GET("/readyz"));
  console.log(JSON.stringify(statuses));
}

main().catch((error: unknown) => { console.error(error); process.exit(1); });
