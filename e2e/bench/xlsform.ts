import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { read, utils, write } from '@e965/xlsx';
import { z } from 'zod';
import { convertWorkbook, readMarkdown, readWorkbook, readXform, type Workbook } from '#lib/xlsform/index.ts';

/**
 * `npm run bench xlsform`: conversions a second on the conformance corpus, and the time for a form of 2,000 questions,
 * beside nothing but parsing the same workbook, with our reader and with another library's.
 */
const corpus = new URL('../../../shared/data/xlsform/cases.jsonl', import.meta.url);
const rounds = 5;

print(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}\n\n| what | ms | forms/s |\n|---|--:|--:|\n`);
if (existsSync(corpus)) await measureCorpus();
await measureLargeForm();

async function measureCorpus(): Promise<void> {
  const caseSchema = z.object({ kind: z.string(), name: z.string(), input: z.string(), xml: z.string().optional() });
  const cases = readFileSync(corpus, 'utf8')
    .trim()
    .split('\n')
    .map((line) => caseSchema.parse(JSON.parse(line)));
  const sound = cases.filter(({ kind, xml }) => kind === 'md' && xml !== undefined);
  const forms = sound.length;
  const parse = await best(() => sound.map(({ input }) => readMarkdown(input)));
  row(`corpus of ${forms} forms: parsing the tables only`, parse.ms, forms);
  const convert = await best(() => sound.map(({ input, name }) => convertWorkbook(readMarkdown(input), { name })));
  row('the same, converted', convert.ms, forms);
}

async function measureLargeForm(): Promise<void> {
  const bytes = write(aLargeForm(2000), { bookType: 'xlsx', type: 'buffer', compression: true }) as Buffer;
  const other = await best(() => read(bytes, { dense: true }));
  row(`2,000 questions (.xlsx of ${Math.round(bytes.length / 1000)} kB): parsed by @e965/xlsx`, other.ms);
  const ours = await best(() => readWorkbook(bytes));
  row('the same, parsed by our reader', ours.ms);
  const workbook: Workbook = ours.result;
  const converted = await best(() => convertWorkbook(workbook));
  row('converted, once parsed', converted.ms);
  const { xml, errors } = converted.result;
  if (xml === null) throw new Error(`the form does not convert: ${errors[0]?.message ?? ''}`);
  const whole = await best(async () => convertWorkbook(await readWorkbook(bytes)));
  row(`.xlsx to XForm (${Math.round(xml.length / 1000)} kB)`, whole.ms, 1);
  const back = await best(() => readXform(xml));
  row('the XForm read back into its model', back.ms);
}

/** Groups and repeats of ten questions, half of them with logic on the one before, 100 lists of ten choices. */
function aLargeForm(questions: number): ReturnType<typeof read> {
  const survey: string[][] = [
    ['type', 'name', 'label::English (en)', 'label::French (fr)', 'hint', 'relevant', 'constraint', 'required'],
  ];
  const choices: string[][] = [['list_name', 'name', 'label::English (en)', 'label::French (fr)']];
  const types = [
    'text',
    'integer',
    'decimal',
    'date',
    'geopoint',
    'image',
    'note',
    'time',
    'select_one',
    'select_multiple',
  ];
  for (let index = 0; index < questions; index += 1) {
    const container = Math.floor(index / 10);
    const kind = container % 4 === 3 ? 'repeat' : 'group';
    if (index % 10 === 0)
      survey.push([`begin_${kind}`, `part_${container}`, `Part ${container}`, `Partie ${container}`]);
    const type = types[index % types.length] ?? 'text';
    survey.push([
      type.startsWith('select') ? `${type} list_${container % 100}` : type,
      `q_${index}`,
      `Question ${index}?`,
      `La question ${index} ?`,
      `Hint ${index}`,
      index % 2 === 1 ? `\${q_${index - 1}} != ''` : '',
      type === 'integer' ? '. >= 0 and . < 1000' : '',
      index % 3 === 0 && type !== 'note' ? 'yes' : '',
    ]);
    if (index % 10 === 9) survey.push([`end_${kind}`]);
  }
  for (let list = 0; list < 100; list += 1) {
    for (let choice = 0; choice < 10; choice += 1) {
      choices.push([`list_${list}`, `c${choice}`, `Choice ${choice}`, `Choix ${choice}`]);
    }
  }
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(survey), 'survey');
  utils.book_append_sheet(book, utils.aoa_to_sheet(choices), 'choices');
  return book;
}

/** The best of some rounds, the first of which warms up. */
async function best<Result>(work: () => Result | Promise<Result>): Promise<{ ms: number; result: Result }> {
  let ms = Infinity;
  let result = await work();
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    result = await work();
    ms = Math.min(ms, performance.now() - startedAt);
  }
  return { ms, result };
}

function row(what: string, ms: number, forms?: number): void {
  const perSecond = forms === undefined ? '' : Math.round((forms / ms) * 1000).toLocaleString('en');
  print(`| ${what} | ${ms.toFixed(1)} | ${perSecond} |\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
