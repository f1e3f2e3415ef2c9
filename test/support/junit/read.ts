/** Reads JUnit XML like a CI system, with an independent parser and the schema of Jenkins. */
import { readFileSync } from 'node:fs';

import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';

const SCHEMA = readFileSync(new URL('jenkins-junit.xsd', import.meta.url), 'utf8');

interface ReadCase {
  readonly name: string;
  readonly classname: string;
  /** `failure`, `error` or `system-out`, as `kind: message`; null: success. */
  readonly outcome: string | null;
  readonly text: string;
}

export interface ReadSuite {
  readonly name: string;
  /** Tests, failures, errors, skipped. */
  readonly counts: readonly number[];
  readonly seconds: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly ReadCase[];
}

/** @throws when the text is not XML, or violates the schema */
export function readJunit(xml: string): ReadSuite[] {
  const schema = XmlDocument.fromString(SCHEMA);
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return elements(document.root, 'testsuite').map(readSuite);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

function readSuite(suite: XmlElement): ReadSuite {
  const properties = elements(suite, 'properties').flatMap((list) => elements(list, 'property'));
  return {
    name: attribute(suite, 'name'),
    counts: ['tests', 'failures', 'errors', 'skipped'].map((key) => Number(attribute(suite, key))),
    seconds: Number(attribute(suite, 'time')),
    properties: Object.fromEntries(
      properties.map((each) => [attribute(each, 'name'), attribute(each, 'value')]),
    ),
    cases: elements(suite, 'testcase').map(readCase),
  };
}

function readCase(testcase: XmlElement): ReadCase {
  const [outcome] = elements(testcase);
  const named = { name: attribute(testcase, 'name'), classname: attribute(testcase, 'classname') };
  if (outcome === undefined) return { ...named, outcome: null, text: '' };
  const message = outcome.attr('message')?.value;
  const kind = message === undefined ? outcome.name : `${outcome.name}: ${message}`;
  return { ...named, outcome: kind, text: outcome.content };
}

function elements(parent: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement && (name === undefined || node.name === name)) found.push(node);
  }
  return found;
}

const attribute = (element: XmlElement, name: string): string => element.attr(name)?.value ?? '';
