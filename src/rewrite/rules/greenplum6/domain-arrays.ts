import type { ByteString } from '../../../model/text.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Arrays of domains (PostgreSQL 11) are arrays of what the domain is made of. */
export const domainArrays: Rule = {
  name: 'domain-arrays',
  descs: [
    ...['TABLE', 'FOREIGN TABLE', 'TYPE', 'VIEW', 'MATERIALIZED VIEW', 'RULE', 'TRIGGER'],
    ...['INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  ],
  pattern: /\[\]/,
  rewrite({ definition, namespace }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const { name, span, base } of domainArraysIn(definition ?? '', namespace, archive)) {
      rewriting.edits.replace(span, base);
      rewriting.note(`arrays of ${name} have ${base} in them, unchecked: the target has no arrays of domains`);
    }
    return rewriting.outcome;
  },
};

/** Their names have the types of their arguments, by which others call them. */
export const functionsOfDomainArrays: Rule = {
  name: 'functions-of-domain-arrays',
  descs: ['FUNCTION', 'AGGREGATE', 'OPERATOR', 'CAST'],
  pattern: /\[\]/,
  rewrite({ definition, namespace }, archive) {
    const [found] = domainArraysIn(definition ?? '', namespace, archive);
    return found === undefined ? null : { leftOut: `the target has no arrays of domains like ${found.name}` };
  },
};

/** Names of domains with `[]` behind them, and what those are made of. */
function domainArraysIn(text: ByteString, namespace: ByteString | null, archive: ArchiveIndex) {
  const found: { name: ByteString; span: { start: number; end: number }; base: ByteString }[] = [];
  for (const cursor = archive.cursorOf(text); cursor.token !== null;) {
    const { start } = cursor;
    if (cursor.takeQualifiedName() === null) cursor.next();
    else if (cursor.sees('[', ']')) {
      const span = { start, end: cursor.end };
      const name = cursor.textOf(span);
      const base = baseOf(name, namespace, archive);
      if (base !== null) found.push({ name, span, base });
    }
  }
  return found;
}

/** null: it is no domain. */
function baseOf(type: ByteString, namespace: ByteString | null, archive: ArchiveIndex): ByteString | null {
  const base = archive.types.domainBase(type, namespace);
  return base === null ? null : (baseOf(base, namespace, archive) ?? base);
}
